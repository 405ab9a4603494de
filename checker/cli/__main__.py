"""`python -m checker.cli`: the command where no script is installed."""

from checker.cli.app import main

if __name__ == "__main__":
    main()
