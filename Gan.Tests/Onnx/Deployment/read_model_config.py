"""Reads every config.pbtxt of a model repository with protobuf's own text reader, against the fields of inference.ModelConfig that
Triton documents and that are used here. Prints what it read of each, by the models' names, as JSON."""
import json
import pathlib
import sys

from google.protobuf import descriptor_pb2, descriptor_pool, json_format, message_factory, text_format

TEXT, INT32, INT64, MESSAGE, ENUM = 9, 5, 3, 11, 14
ONE, MANY = 1, 3

file = descriptor_pb2.FileDescriptorProto(name="model_config.proto", package="inference", syntax="proto3")
kinds = file.enum_type.add(name="DataType")
for number, name in enumerate(["INVALID", "BOOL", "UINT8", "UINT16", "UINT32", "UINT64", "INT8", "INT16", "INT32", "INT64", "FP16", "FP32"]):
    kinds.value.add(name="TYPE_" + name, number=number)


def message(name, *fields):
    result = file.message_type.add(name=name)
    for field, number, kind, label, type_name in fields:
        result.field.add(name=field, number=number, type=kind, label=label, type_name=type_name)


message("ModelTensorReshape", ("shape", 1, INT64, MANY, None))
message("ModelInput", ("name", 1, TEXT, ONE, None), ("data_type", 2, ENUM, ONE, ".inference.DataType"), ("dims", 4, INT64, MANY, None),
        ("reshape", 5, MESSAGE, ONE, ".inference.ModelTensorReshape"))
message("ModelOutput", ("name", 1, TEXT, ONE, None), ("data_type", 2, ENUM, ONE, ".inference.DataType"), ("dims", 3, INT64, MANY, None),
        ("reshape", 5, MESSAGE, ONE, ".inference.ModelTensorReshape"))
message("ModelDynamicBatching", ("preferred_batch_size", 1, INT32, MANY, None))
message("ModelConfig", ("name", 1, TEXT, ONE, None), ("platform", 2, TEXT, ONE, None), ("max_batch_size", 4, INT32, ONE, None),
        ("input", 5, MESSAGE, MANY, ".inference.ModelInput"), ("output", 6, MESSAGE, MANY, ".inference.ModelOutput"),
        ("dynamic_batching", 11, MESSAGE, ONE, ".inference.ModelDynamicBatching"))

pool = descriptor_pool.DescriptorPool()
pool.Add(file)
descriptor = pool.FindMessageTypeByName("inference.ModelConfig")
create = getattr(message_factory, "GetMessageClass", None) or message_factory.MessageFactory(pool).GetPrototype
config_class = create(descriptor)

read = {}
paths = sorted(pathlib.Path(sys.argv[1]).glob("*/config.pbtxt"))
for path in paths:
    config = text_format.Parse(path.read_text(), config_class())
    assert config.name == path.parent.name, path
    assert config.platform == "onnxruntime_onnx", path
    assert config.max_batch_size >= 1, path
    assert config.HasField("dynamic_batching"), path
    assert (path.parent / "1" / "model.onnx").is_file(), path
    for tensor in list(config.input) + list(config.output):
        assert tensor.name and tensor.data_type in (9, 11) and len(tensor.dims) >= 1, (path, tensor)
        assert not tensor.HasField("reshape") or (len(tensor.reshape.shape) == 0 and list(tensor.dims) == [1]), (path, tensor)
    read[config.name] = json_format.MessageToDict(config, preserving_proto_field_name=True)
print(json.dumps(read))
