import { describe, expect, it } from "vitest";

import { judgeImport } from "./judge-import.ts";
import type { ImportJudgement } from "./judge-import.ts";

const table: readonly (readonly [module: string, name: string, judgement: ImportJudgement])[] = [
  ["collections", "OrderedDict", "allowed"], ["collections", "OrderedDicts", "unlisted"], ["collections", "namedtuple", "unlisted"], ["collections", "OrderedDict.fromkeys", "unlisted"],
  ["torch", "FloatStorage", "allowed"], ["torch.cuda", "HalfTensor", "allowed"], ["torch", "uint4", "allowed"], ["torch", "Floatstorage", "unlisted"], ["torch", "load", "dangerous"], ["torch", "loads", "unlisted"],
  ["torch._utils", "_rebuild_tensor_v2", "allowed"], ["torch._utils", "_rebuild_tensor_v9", "unlisted"], ["torch.storage", "_load_from_bytes", "unlisted"], ["torch.hub", "load", "dangerous"],
  ["torch.nn.parameter", "Parameter", "allowed"], ["torch.nn.modules.linear", "Linear", "unlisted"], ["torch.serialization", "_get_layout", "allowed"], ["torch.serialization", "load", "dangerous"],
  ["numpy.core.multiarray", "_reconstruct", "allowed"], ["numpy._core.multiarray", "_reconstruct", "allowed"], ["numpy._core.multiarray", "fromfile", "unlisted"], ["numpy", "load", "dangerous"], ["numpy", "ndarray", "allowed"],
  ["numpy.testing._private.utils", "runstring", "dangerous"], ["numpy.f2py.crackfortran", "getlincoef", "dangerous"],
  ["posix", "system", "dangerous"], ["posixpath", "join", "unlisted"], ["nt", "system", "dangerous"], ["os", "system", "dangerous"], ["os.path", "join", "dangerous"], ["oss", "system", "unlisted"],
  ["builtins", "eval", "dangerous"], ["__builtin__", "eval", "dangerous"], ["builtins", "set", "allowed"], ["__builtin__", "set", "allowed"], ["builtins", "evaluate", "unlisted"], ["builtins", "eval.__call__", "dangerous"],
  ["builtins", "print", "unlisted"], ["copy_reg", "_reconstructor", "allowed"], ["copyreg", "_reconstructor", "allowed"], ["copyreg", "add_extension", "unlisted"],
  ["torch", "os.system", "dangerous"], ["numpy", "sys.modules", "dangerous"], ["collections", "OrderedDict.__init__.__globals__", "dangerous"], ["torch", "serialization.load", "dangerous"], ["torch", "serialization.os.system", "dangerous"],
  ["subprocess", "Popen", "dangerous"], ["importlib", "import_module", "dangerous"], ["operator", "attrgetter", "dangerous"], ["types", "CodeType", "dangerous"], ["types", "SimpleNamespace", "unlisted"],
  ["pickle", "loads", "dangerous"], ["cPickle", "loads", "dangerous"], ["joblib", "load", "dangerous"], ["joblib.numpy_pickle", "NumpyArrayWrapper", "allowed"], ["joblib.numpy_pickle", "load", "dangerous"], ["dill._dill", "_create_function", "dangerous"],
  ["functools", "partial", "unlisted"], ["__main__", "Model", "unlisted"], ["sklearn.linear_model._base", "LinearRegression", "unlisted"], ["", "", "unlisted"], ["constructor", "name", "unlisted"], ["__proto__", "toString", "unlisted"],
];

describe("judgeImport", () => {
  it.each(table)("%s %s is %s", (module, name, judgement) => {
    expect(judgeImport(module, name)).toBe(judgement);
  });
});
