"""axe-core, run inside a page: what it finds, in a line each."""

from pathlib import Path

from playwright.sync_api import Page

SCRIPT = Path(__file__).with_name("axe.min.js").read_text()
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")


def violations(page: Page) -> list[str]:
    """Every violation of WCAG 2.2 A and AA and of best practice, with the elements it is about."""
    page.evaluate(SCRIPT)
    found = page.evaluate("rules => axe.run({runOnly: rules})", list(RULES))
    return [
        f"{violation['id']}: {violation['help']} {[node['target'] for node in violation['nodes']]}"
        for violation in found["violations"]
    ]
