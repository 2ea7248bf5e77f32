"""`python -m viml_core`."""

import sys

from viml_core.cli import main

sys.exit(main())
