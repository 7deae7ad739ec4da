"""The command line: `kpsim`."""

INTERRUPTED = 130


def main() -> None:
    """Run the command line; what a command needs is imported when it is called."""
    try:
        from kpsim.cli.group import kpsim

        kpsim()
    except KeyboardInterrupt:
        raise SystemExit(INTERRUPTED) from None
