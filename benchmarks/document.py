"""Time and memory of a full report from an existing run, in both languages and all formats.

Run as `python -m benchmarks.document [DRAWS]`; the default is 2,048 draws of one scenario. The run
itself is made before the clock starts.
"""

import resource  # Unix only; the benchmark is not shipped to users
import sys
import tempfile
import time
from pathlib import Path

from kpsim.api import run, save
from kpsim.document.document_toml import About
from kpsim.document.making import FORMATS, of_run, write_document, written_up
from kpsim.document.stored_run import open_run

SCENARIO = "all-services-stop"
DRAWS = 2048
KIBIBYTES_A_MEBIBYTE = 1024


def main() -> None:
    """Measure and print."""
    draws = int(sys.argv[1]) if len(sys.argv) > 1 else DRAWS
    with tempfile.TemporaryDirectory() as name:
        folder = save(run(SCENARIO, draws=draws), Path(name) / "run")
        for language in ("cs", "en"):
            start = time.perf_counter()
            wanted = of_run(open_run(folder, language))
            print(f"{language}: read {time.perf_counter() - start:.1f} s")
            start = time.perf_counter()
            document = written_up(wanted, About())
            print(f"{language}: texts and charts {time.perf_counter() - start:.1f} s")
            for form in FORMATS:
                start = time.perf_counter()
                path = write_document(document, form, Path(name) / f"r.{form}", wanted=wanted)
                seconds, size = time.perf_counter() - start, path.stat().st_size / 2**20
                print(f"{language}: {form} {seconds:.1f} s, {size:.1f} MiB")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KIBIBYTES_A_MEBIBYTE
    print(f"peak memory {peak:.0f} MiB")


if __name__ == "__main__":
    main()
