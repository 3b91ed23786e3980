"""Whether a result file is what fluxhop wrote: HDF5 may crash on a file that is not.

The layout is that of include/fluxhop/io/seal.hpp.
"""

import struct
import zlib

MAGIC = b"fluxhop\x01"
SEAL = struct.Struct("<8sQII")
SIGNATURE = b"\x89HDF\r\n\x1a\n"
PIECE = 1 << 22


def checksum(file, length):
    """CRC-32 of the first bytes of an open file."""
    file.seek(0)
    result = 0
    while length > 0:
        piece = file.read(min(PIECE, length))
        if not piece:
            break
        result = zlib.crc32(piece, result)
        length -= len(piece)
    return result


def end_of_hdf5(head):
    """Where HDF5 says that its part of the file ends, or None."""
    if len(head) < 48 or not head.startswith(SIGNATURE):
        return None
    return struct.unpack_from("<Q", head, 40 if head[8] < 2 else 28)[0]


def damage(path):
    """What is wrong with the bytes of a file, or None."""
    with open(path, "rb") as file:
        size = file.seek(0, 2)
        sealed = max(0, size - SEAL.size)
        file.seek(sealed)
        last = file.read()
        if last.startswith(MAGIC) and len(last) == SEAL.size:
            _, length, content, own = SEAL.unpack(last)
            right = (own == zlib.crc32(last[:20]) and length == sealed
                     and content == checksum(file, sealed))
            return None if right else "it is not what was written (checksum)"
        file.seek(0)
        head = file.read(48)
    if not head.startswith(SIGNATURE[:4]):
        return None  # no HDF5 file, which netCDF will say
    end = end_of_hdf5(head)
    if end is None:
        return "it ends in its head"
    return f"it has {size} of {end} bytes" if size < end else None
