"""The command line: `kpsim`."""


def main() -> None:
    """Run the command line; what a command needs is imported when it is called."""
    from kpsim.cli.group import kpsim

    kpsim()
