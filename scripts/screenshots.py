#!/usr/bin/env python3
"""Makes the README's pictures from the running demo: `make demo` first, then this.

Usage: .venv/bin/python scripts/screenshots.py [http://localhost:8000]
"""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from accounts.demo import DEMO_ACCOUNTS, DEMO_PASSWORD  # noqa: E402
from accounts.roles import Role  # noqa: E402

PLACE = ROOT / "docs" / "screenshots"
ACCOUNT = {account.role: account.email for account in DEMO_ACCOUNTS}


def sign_in(page: Page, base: str, role: Role) -> None:
    page.context.clear_cookies()
    page.goto(f"{base}/accounts/login/")
    page.fill("input[name=login]", ACCOUNT[role])
    page.fill("input[name=password]", DEMO_PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "login" not in url)


def take(page: Page, name: str) -> None:
    page.wait_for_load_state("networkidle")
    page.screenshot(path=PLACE / f"{name}.png")
    print(f"{name}.png")


def main() -> int:
    base = sys.argv[1] if len(sys.argv) > 1 else "http://localhost:8000"
    browser_at = shutil.which("chromium")
    if not browser_at:
        print("Chromium is not installed: run `make test` once, or install it.", file=sys.stderr)
        return 69
    PLACE.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=browser_at, args=["--no-sandbox", "--disable-quic"]
        )
        page = browser.new_page(viewport={"width": 1280, "height": 960})
        sign_in(page, base, Role.KEYWORKER)
        page.goto(f"{base}/my-people/")
        take(page, "my-people")
        person = page.locator("[data-row-link]").nth(3).get_attribute("href")
        page.goto(f"{base}{person}")
        take(page, "person")
        page.goto(f"{base}{person}reviews/new/")
        take(page, "log-review")
        sign_in(page, base, Role.PRESCRIBER)
        page.goto(f"{base}{person}benefit/")
        take(page, "benefit")
        sign_in(page, base, Role.MANAGER)
        page.goto(f"{base}/audits/")
        audit = page.locator("main table a[href^='/audits/']").first
        page.goto(f"{base}{audit.get_attribute('href')}")
        take(page, "audit")
        page.goto(f"{page.url}balance/")
        take(page, "balance")
        page.goto(f"{base}/benefit/")
        take(page, "caseload")
        page.goto(f"{base}/month-by-month/")
        take(page, "month-by-month")
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
