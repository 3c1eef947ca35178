"""``python -m pm_annotate``."""

from pm_annotate.cli.main import main

if __name__ == "__main__":
    main()
