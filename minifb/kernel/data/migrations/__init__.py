"""The history of the kernel's own tables, the same in every module's database."""

from minifb.kernel.data.migrations import m0001_kernel

STEPS = (m0001_kernel,)
