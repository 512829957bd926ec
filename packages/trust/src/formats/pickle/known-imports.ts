/**
 * What weights need to be unpickled: exact names, by module. Nothing here can call what it is given, read a file, or look up an attribute.
 *
 * The rule: what `torch.load(weights_only=True)` allows (`_get_allowed_globals` in `torch/_weights_only_unpickler.py` of PyTorch 2.8), and what
 * numpy's own `__reduce__` methods name for arrays, numbers and dtypes. Left out on purpose, though common: `torch.storage._load_from_bytes`
 * (unpickles what it is given), `functools.partial`, `torch.nn.modules.*` (whole models: their code must fit), `__main__.*`.
 */
const allowed: Readonly<Record<string, readonly string[]>> = {
  collections: ["OrderedDict", "Counter", "defaultdict", "deque"],
  builtins: ["set", "frozenset", "bytearray", "bytes", "complex", "slice", "range", "list", "dict", "tuple", "int", "float", "bool", "str", "object"],
  _codecs: ["encode"],
  copyreg: ["_reconstructor"],
  torch: [
    ...kinds("Tensor"), ...kinds("Storage"), "Tensor", "Size", "device", "ComplexFloatStorage", "ComplexDoubleStorage", "QInt8Storage", "QInt32Storage", "QUInt8Storage", "QUInt4x2Storage",
    "QUInt2x4Storage", "float", "double", "half", "bfloat16", "float16", "float32", "float64", "complex32", "complex64", "complex128", "bool", "quint8", "qint8", "qint32", "quint4x2", "quint2x4",
    "float8_e4m3fn", "float8_e4m3fnuz", "float8_e5m2", "float8_e5m2fnuz", "float8_e8m0fnu", "float4_e2m1fn_x2", ...integers(),
    "per_tensor_affine", "per_tensor_symmetric", "per_channel_affine", "per_channel_symmetric", "per_channel_affine_float_qparams",
  ],
  "torch.cuda": [...kinds("Tensor"), ...kinds("Storage")],
  "torch.sparse": kinds("Tensor"),
  "torch.cuda.sparse": kinds("Tensor"),
  "torch.storage": ["TypedStorage", "UntypedStorage", "_TypedStorage", "_UntypedStorage"],
  "torch.serialization": ["_get_layout"],
  "torch.nn.parameter": ["Parameter"],
  "torch._tensor": ["_rebuild_from_type_v2"],
  "torch._utils": [
    "_rebuild_parameter", "_rebuild_parameter_with_state", "_rebuild_qtensor", "_rebuild_tensor", "_rebuild_tensor_v2", "_rebuild_tensor_v3", "_rebuild_sparse_tensor",
    "_rebuild_meta_tensor_no_storage", "_rebuild_wrapper_subclass", "_rebuild_device_tensor_from_numpy", "_rebuild_device_tensor_from_cpu_tensor",
  ],
  numpy: ["dtype", "ndarray", "bool_", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "float16", "float32", "float64", "complex64", "complex128", "str_", "bytes_"],
  "numpy.core.multiarray": ["_reconstruct", "scalar"],
  "numpy._core.multiarray": ["_reconstruct", "scalar"],
  "numpy.core.numeric": ["_frombuffer"],
  "numpy._core.numeric": ["_frombuffer"],
  "numpy.dtypes": [
    "BoolDType", "Int8DType", "Int16DType", "Int32DType", "Int64DType", "UInt8DType", "UInt16DType", "UInt32DType", "UInt64DType", "Float16DType", "Float32DType", "Float64DType",
    "Complex64DType", "Complex128DType", "StrDType", "BytesDType",
  ],
  "joblib.numpy_pickle": ["NumpyArrayWrapper"],
};

const allowedNames: ReadonlyMap<string, ReadonlySet<string>> = new Map(Object.entries(allowed).map(([module, names]) => [module, new Set(names)]));

/** Whether weights need exactly this; the module by its name in Python 3. */
export function isKnownImport(module: string, name: string): boolean {
  return allowedNames.get(module)?.has(name) === true;
}

function kinds(suffix: string): readonly string[] {
  return ["Float", "Double", "Half", "BFloat16", "Byte", "Char", "Short", "Int", "Long", "Bool"].map((kind) => `${kind}${suffix}`);
}

function integers(): readonly string[] {
  const widths = [1, 2, 3, 4, 5, 6, 7, 8, 16, 32, 64];
  return ["short", "int", "long", ...widths.flatMap((width) => [`int${width}`, `uint${width}`])];
}
