"""``python -m parvis.cli`` is the `parvis` command."""

from parvis.cli.main import main

if __name__ == "__main__":
    main()
