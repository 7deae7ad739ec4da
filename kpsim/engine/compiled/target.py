"""From the text of a function to machine code for one processor, and into memory."""

import ctypes
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import llvmlite
from llvmlite import binding

SPEED = 2
"""LLVM's level of optimisation: 3 takes longer to compile and gives no faster code here."""


@dataclass(frozen=True)
class Target:
    """A processor that code is made for; the bits computed are the same on all of them."""

    processor: str = ""
    features: str = ""

    @property
    def lanes(self) -> int:
        """Return how many numbers a register holds, which is how many draws go together."""
        known = self.features.split(",")
        if "+avx512f" in known or self.processor.endswith("v4"):
            return 8
        return 4 if "+avx" in known or self.processor.endswith("v3") else 2

    @property
    def words(self) -> str:
        """Return what distinguishes machine code besides the function itself."""
        versions = f"llvmlite {llvmlite.__version__}, LLVM {binding.llvm_version_info}"
        triple = binding.get_process_triple()
        return f"{triple}; {self.processor}; {self.features}; {versions}; level {SPEED}"


@cache
def this_processor() -> Target:
    """Return the processor at hand with all it can do."""
    return Target(binding.get_host_cpu_name(), binding.get_host_cpu_features().flatten())


def prepare() -> None:
    """Make LLVM ready for this kind of machine; doing so again does nothing."""
    binding.initialize_native_target()
    binding.initialize_native_asmprinter()


def machine_of(target: Target) -> binding.TargetMachine:
    """Return LLVM's description of a processor."""
    prepare()
    kind = binding.Target.from_triple(binding.get_process_triple())
    return kind.create_target_machine(
        cpu=target.processor,
        features=target.features,
        opt=SPEED,
        reloc="pic",
        codemodel="jitdefault",
    )


def compiled(text: str, target: Target) -> bytes:
    """Return the machine code of a text as an object file."""
    machine = machine_of(target)
    module = binding.parse_assembly(text)
    module.triple = binding.get_process_triple()
    module.data_layout = str(machine.target_data)
    module.verify()
    return bytes(machine.emit_object(module))


@dataclass(frozen=True)
class Loaded:
    """A function in memory; the engine must live as long as it is called."""

    call: "ctypes._CFunctionType"
    engine: binding.ExecutionEngine


def loaded(code: bytes, name: str, arguments: Sequence[type]) -> Loaded:
    """Put an object file into memory; the function lets other threads run while it computes."""
    machine = machine_of(Target())
    engine = binding.create_mcjit_compiler(binding.parse_assembly(""), machine)
    engine.add_object_file(binding.ObjectFileRef.from_data(code))
    engine.finalize_object()
    address = engine.get_function_address(name)
    return Loaded(ctypes.CFUNCTYPE(None, *arguments)(address), engine)
