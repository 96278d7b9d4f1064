"""Reads an event file with Google's protobuf runtime and a checksum of its own, and prints it as JSON lines."""
import json
import struct
import sys

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

T = descriptor_pb2.FieldDescriptorProto


def table():
    for n in range(256):
        for _ in range(8):
            n = (n >> 1) ^ (0x82F63B78 if n & 1 else 0)
        yield n


TABLE = list(table())


def masked_crc(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc = TABLE[(crc ^ byte) & 0xFF] ^ (crc >> 8)
    crc ^= 0xFFFFFFFF
    return (((crc >> 15) | (crc << 17)) + 0xA282EAD8) & 0xFFFFFFFF


def message(file, name, *fields):
    m = file.message_type.add(name=name)
    for number, field, kind, repeated, of in fields:
        f = m.field.add(name=field, number=number, type=kind, label=T.LABEL_REPEATED if repeated else T.LABEL_OPTIONAL)
        if of:
            f.type_name = ".t." + of


file = descriptor_pb2.FileDescriptorProto(name="event.proto", package="t", syntax="proto3")
message(file, "Image", (1, "height", T.TYPE_INT32, 0, ""), (2, "width", T.TYPE_INT32, 0, ""), (3, "colorspace", T.TYPE_INT32, 0, ""),
        (4, "encoded_image_string", T.TYPE_BYTES, 0, ""))
message(file, "Value", (1, "tag", T.TYPE_STRING, 0, ""), (2, "simple_value", T.TYPE_FLOAT, 0, ""), (4, "image", T.TYPE_MESSAGE, 0, "Image"))
message(file, "Summary", (1, "value", T.TYPE_MESSAGE, 1, "Value"))
message(file, "SessionLog", (1, "status", T.TYPE_INT32, 0, ""))
message(file, "Event", (1, "wall_time", T.TYPE_DOUBLE, 0, ""), (2, "step", T.TYPE_INT64, 0, ""), (3, "file_version", T.TYPE_STRING, 0, ""),
        (5, "summary", T.TYPE_MESSAGE, 0, "Summary"), (7, "session_log", T.TYPE_MESSAGE, 0, "SessionLog"))
pool = descriptor_pool.DescriptorPool()
pool.Add(file)
Event = message_factory.MessageFactory(pool).GetPrototype(pool.FindMessageTypeByName("t.Event"))

data = open(sys.argv[1], "rb").read()
while data:
    length, crc = struct.unpack("<QI", data[:12])
    assert masked_crc(data[:8]) == crc, "length checksum"
    body, (crc,) = data[12:12 + length], struct.unpack("<I", data[12 + length:16 + length])
    assert masked_crc(body) == crc, "data checksum"
    data = data[16 + length:]
    event = Event.FromString(body)
    print(json.dumps({
        "step": event.step, "version": event.file_version, "time": event.wall_time,
        "session": event.session_log.status if event.HasField("session_log") else None,
        "scalars": {v.tag: v.simple_value for v in event.summary.value if not v.HasField("image")},
        "images": {v.tag: [v.image.height, v.image.width, v.image.colorspace, len(v.image.encoded_image_string)]
                   for v in event.summary.value if v.HasField("image")}}))
