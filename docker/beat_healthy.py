"""For the container's health check: did beat send anything in the last minute?"""

import os
import sys
import time
from pathlib import Path

try:
    age_s = time.time() - Path(os.environ["BEAT_ALIVE_FILE"]).stat().st_mtime
except OSError:
    sys.exit(1)
sys.exit(0 if age_s < 60 else 1)
