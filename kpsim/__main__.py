"""Let `python -m kpsim` do what `kpsim` does."""

from kpsim.cli import main

if __name__ == "__main__":
    main()
