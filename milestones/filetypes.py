"""What the files of this trade begin with, where puremagic does not know it or is not sure. Pure data and functions.

Sources: the formats' own specifications where they are public, else file(1)'s magic and PRONOM.
"""

TIFF, MP4, MOV, RIFF, GZIP, HDF5 = (
    "image/tiff",  # the raw formats of most cameras are TIFFs too: CR2, NEF, ARW, DNG
    "video/mp4",
    "video/quicktime",
    "application/x-riff",
    "application/gzip",  # .prproj, .als, .unitypackage, .rds are gzip under another name
    "application/x-hdf5",
)

# content type → its first bytes; of those that begin later, with the offset
HEADS: dict[str, list[bytes | tuple[int, bytes]]] = {
    # pictures and layout
    TIFF: [b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"],
    "image/x-olympus-orf": [b"IIRO", b"IIRS", b"MMOR"],
    "image/vnd.adobe.photoshop": [b"8BPS"],
    "image/vnd.radiance": [b"#?RADIANCE", b"#?RGBE"],
    "image/ktx": [b"\xabKTX "],
    "image/wmf": [b"\xd7\xcd\xc6\x9a"],
    "image/x-xcf": [b"gimp xcf"],
    "image/x-paintnet": [b"PDN3"],
    "image/x-paintshoppro": [b"Paint Shop Pro"],
    "image/vnd.valve.source.texture": [b"VTF\0"],
    "image/x-blp": [b"BLP1", b"BLP2"],
    "application/x-figma": [b"fig-"],
    "application/x-indesign": [bytes.fromhex("0606edf5d81d46e5bd31efe7fe74b71d")],
    "application/x-affinity": [b"\0\xffKA"],
    "application/x-clip-studio": [b"CSFCHUNK"],
    "application/x-freehand": [b"AGD1", b"AGD2", b"AGD3", b"AGD4"],
    "application/x-quarkxpress": [(2, b"IIXPR3"), (2, b"MMXPR3")],
    "application/x-photoshop-preset": [b"8BGR", b"8BPT", b"8BCB", b"ASEF"],
    "application/vnd.iccprofile": [(36, b"acsp")],
    "application/x-rive": [b"RIVE"],
    # rooms, parts and things
    "model/gltf-binary": [b"glTF"],
    "model/ply": [b"ply\n", b"ply\r"],
    "model/vnd.usd": [b"PXR-USDC"],
    "model/fbx": [b"Kaydara FBX Binary"],
    "model/alembic": [b"Ogawa\xff"],
    "model/x-cinema4d": [b"QC4DC4D6", b"C4DC4D6"],
    "model/x-maya": [b"FOR4", b"FOR8"],
    "model/x-rhino": [b"3D Geometry File Format"],
    "model/x-houdini": [b"070707"],
    "model/x-vdb": [b" BDV"],
    "model/x-voxel": [b"VOX "],
    "model/x-md2": [b"IDP2"],
    "application/vnd.sketchup.skp": [b"\xff\xfe\xff\x0e"],
    "application/x-dwf": [b"(DWF V"],
    "application/x-dgn": [b"\x08\x09\xfe\x02"],
    "application/x-catia": [b"V5_CFV2"],
    "application/x-dxf": [b"AutoCAD Binary DXF"],
    "application/x-unreal": [b"\xc1\x83\x2a\x9e", b"\x9e\x2a\x83\xc1"],
    "application/x-e57": [b"ASTM-E57"],
    "application/vnd.las": [b"LASF"],
    # film and sound
    MP4: [(4, b"ftyp")],
    MOV: [(4, b"moov"), (4, b"mdat"), (4, b"wide"), (4, b"free"), (4, b"skip")],
    "video/x-matroska": [b"\x1aE\xdf\xa3"],
    "video/mxf": [b"\x06\x0e\x2b\x34"],
    "video/x-red": [(4, b"RED1"), (4, b"RED2")],
    "video/mpeg": [b"\0\0\x01\xba", b"\0\0\x01\xb3"],
    RIFF: [b"RIFF", b"RIFX", b"RF64", b"FORM"],
    "audio/mpeg": [b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2", b"\xff\xfa"],
    "audio/aac": [b"\xff\xf1", b"\xff\xf9"],
    "audio/amr": [b"#!AMR"],
    "audio/x-caf": [b"caff"],
    "audio/basic": [b".snd"],
    "audio/x-wavpack": [b"wvpk"],
    "audio/x-ape": [b"MAC "],
    "audio/x-dsf": [b"DSD ", b"FRM8"],
    "audio/x-mod": [b"IMPM", b"Extended Module: "],
    "application/x-flstudio": [b"FLhd"],
    "application/x-protools": [b"\x030010111100101011"],
    "application/x-ebu-stl": [(3, b"STL25.01"), (3, b"STL30.01")],
    "application/vnd.adobe.flash.movie": [b"FWS", b"CWS", b"ZWS"],
    # letters and books
    "application/pdf": [b"%PDF-"],  # of which puremagic is sure only where the name says it, too
    "font/otf": [b"OTTO"],
    "font/woff": [b"wOFF"],
    "font/collection": [b"ttcf"],
    "application/vnd.ms-fontobject": [(34, b"LP")],
    "application/x-mobipocket-ebook": [(60, b"BOOKMOBI")],
    "application/vnd.wordperfect": [b"\xffWPC"],
    "application/onenote": [bytes.fromhex("e4525c7b8cd8a74daeb15378d02996d3")],
    "application/vnd.ms-outlook": [b"!BDN"],
    "application/x-gettext": [b"\xde\x12\x04\x95", b"\x95\x04\x12\xde"],
    # data
    "application/vnd.apache.parquet": [b"PAR1"],
    "application/vnd.apache.arrow.file": [b"ARROW1", b"FEA1"],
    "application/vnd.apache.avro": [b"Obj\x01"],
    "application/x-orc": [b"ORC"],
    "application/x-numpy": [b"\x93NUMPY"],
    HDF5: [b"\x89HDF"],
    "application/x-matlab-data": [b"MATLAB 5.0 MAT-file"],
    "application/x-r-data": [b"RDX2\n", b"RDX3\n", b"RDA2\n", b"RDA3\n"],
    "application/x-spss-sav": [b"$FL2", b"$FL3"],
    "application/x-sas-data": [(12, b"\xc2\xea\x81\x60")],
    "application/vnd.ms-access": [(4, b"Standard Jet DB"), (4, b"Standard ACE DB")],
    "application/x-shapefile": [b"\0\0\x27\x0a"],
    "application/x-pmtiles": [b"PMTiles"],
    "application/x-gguf": [b"GGUF"],
    "application/x-tflite": [(4, b"TFL3")],
    "application/x-safetensors": [(8, b'{"')],
    "application/dicom": [(128, b"DICM")],
    "application/vnd.tcpdump.pcap": [b"\xd4\xc3\xb2\xa1", b"\xa1\xb2\xc3\xd4", b"\x0a\x0d\x0d\x0a"],
    "application/wasm": [b"\0asm"],
    # packed
    GZIP: [b"\x1f\x8b"],
    "application/x-lz4": [b"\x04\x22\x4d\x18"],
    "application/x-compress": [b"\x1f\x9d"],
    "application/vnd.ms-cab-compressed": [b"MSCF"],
    "application/x-stuffit": [b"SIT!", b"StuffIt"],
}

PLACED = [
    (start if isinstance(start, tuple) else (0, start), kind) for kind, starts in HEADS.items() for start in starts
]

TEXT_ENDINGS = frozenset(
    "ass bib bvh c cfg conf cpp cs css csv cube dxf gcode go h htm html ics iges igs ini java js json jsx kt lua md "
    "mtl obj php pl po properties py r rb rs rst rtf sbv sh sql srt step stp strings sub svg swift tex toml ts tsv tsx "
    "txt vcf vtt xliff xlf xml yaml yml".split()
)
CONTROLS = bytes(set(range(32)) - set(b"\t\n\r\f\x1b")) + b"\x7f"


def known(name: str, head: bytes, size: int) -> str | None:
    """The content type by the first bytes; None where this table does not have it."""
    for (at, start), kind in PLACED:
        if head.startswith(start, at):
            return kind
    return _by_shape(name.rpartition(".")[2].lower(), head, size)


def _by_shape(ending: str, head: bytes, size: int) -> str | None:
    """The kinds that have no first bytes of their own, but say how long they are."""
    if ending == "stl" and size == 84 + 50 * int.from_bytes(head[80:84], "little"):  # so many triangles
        return "model/stl"
    if ending == "3ds" and head.startswith(b"MM") and size == int.from_bytes(head[2:6], "little"):
        return "model/x-3ds"
    return None


def is_text(name: str, head: bytes, *, whole: bool) -> bool:
    """Whether it reads as text: UTF-8, UTF-16 with its mark, what Windows writes in Western Europe, or, where the name
    says that it is text, any other encoding whose bytes are no control characters. `whole` when the head is all of it.
    """
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _reads(head[: len(head) // 2 * 2], "utf-16", whole) and "\0" not in head.decode("utf-16", "ignore")
    if _reads(head, "utf-8", whole):
        return b"\0" not in head
    if head.translate(None, CONTROLS) != head:
        return False
    return _reads(head, "cp1252", True) or name.rpartition(".")[2].lower() in TEXT_ENDINGS


def _reads(head: bytes, encoding: str, whole: bool) -> bool:
    """Whether the bytes are of this encoding; a letter may be cut in two at the end of what was read."""
    try:
        head.decode(encoding)
    except UnicodeDecodeError as error:
        return not whole and error.start >= len(head) - 4
    return True
