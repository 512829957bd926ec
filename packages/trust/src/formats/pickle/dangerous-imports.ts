/**
 * Modules of which nothing belongs in weights: they run commands or code, load pickles or libraries, open files or connections. Everything
 * below them counts too. Names of Python 2 stand beside those of Python 3, as protocols up to 2 write them.
 *
 * Gathered from the advisories of picklescan and fickling (GHSA-m273-6v24-x4m4, GHSA-955r-x9j8-7rhh, GHSA-46h3-79wf-xr6c, GHSA-4675-36f9-wf6r,
 * GHSA-84r2-jw7c-4r5q, GHSA-vqmv-47xg-9wpr, GHSA-hgrh-qx5j-jfwx, GHSA-r8g5-cgf2-4m4m, GHSA-m6fh-58r7-x697, GHSA-5hwf-rc88-82xm,
 * GHSA-mhc9-48gj-9gp3, GHSA-6ggj-6f2q-f7mx) and from the documentation of the modules. The list is for telling people how bad it is; what is
 * not on it is not thereby good, only unlisted.
 */
const modules: readonly string[] = [
  "posix", "nt", "os", "sys", "subprocess", "_posixsubprocess", "commands", "popen2", "pty", "pexpect", "pipes", "runpy", "importlib", "imp", "_imp", "_frozen_importlib", "_frozen_importlib_external",
  "pkgutil", "zipimport", "code", "codeop", "bdb", "pdb", "cProfile", "profile", "timeit", "trace", "doctest", "pydoc", "unittest", "test.support", "idlelib", "lib2to3", "site", "atexit", "gc",
  "inspect", "linecache", "operator", "_operator", "new", "marshal", "_interpreters", "_xxsubinterpreters", "compileall", "py_compile", "_osx_support", "_aix_support",
  "pip", "ensurepip", "venv", "distutils", "setuptools", "pkg_resources",
  "socket", "_socket", "ssl", "_ssl", "socketserver", "http", "httplib", "urllib", "urllib2", "urllib3", "requests", "httpx", "aiohttp", "ftplib", "smtplib", "telnetlib", "imaplib", "poplib", "nntplib",
  "xmlrpc", "asyncio", "multiprocessing", "webbrowser", "ctypes", "_ctypes", "cffi", "mmap", "signal", "_signal", "threading", "_thread", "shutil", "tempfile", "fileinput", "tarfile", "zipfile", "shelve",
  "sqlite3", "_sqlite3", "logging.config", "pickle", "_pickle", "cPickle", "pickletools", "dill", "cloudpickle", "jsonpickle", "six.moves",
  "numpy.f2py", "numpy.testing", "numpy.distutils", "numpy.ctypeslib",
  "torch.hub", "torch._inductor", "torch._dynamo", "torch.utils.cpp_extension", "torch.utils.bottleneck", "torch.utils.collect_env", "torch.utils._config_module", "torch.utils.data.datapipes.utils.decoder",
  "torch.fx.graph_module", "torch.fx.experimental.symbolic_shapes", "torch.jit.unsupported_tensor_ops", "torch.package", "torch.distributed.rpc",
  "transformers.dynamic_module_utils",
];

/** Single functions, in modules that are not bad as a whole; what lies below them counts too. */
const names: Readonly<Record<string, readonly string[]>> = {
  builtins: [
    "eval", "exec", "execfile", "compile", "__import__", "__build_class__", "getattr", "setattr", "delattr", "open", "file", "input", "raw_input", "breakpoint", "globals", "locals", "vars", "apply", "reload", "help",
  ],
  io: ["open", "open_code", "FileIO"],
  _io: ["open", "open_code", "FileIO"],
  codecs: ["open"],
  types: ["CodeType", "FunctionType", "LambdaType", "MethodType"],
  numpy: ["load", "memmap", "DataSource"],
  "numpy.lib.npyio": ["load", "DataSource"],
  "numpy.lib._npyio_impl": ["load", "DataSource"],
  "numpy.lib.format": ["read_array"],
  torch: ["load", "compile"],
  "torch.serialization": ["load", "_load", "_legacy_load"],
  "torch.jit": ["load"],
  "torch.jit._serialization": ["load"],
  "torch.ops": ["load_library"],
  "torch.classes": ["load_library"],
  "torch._ops": ["load_library"],
  pandas: ["read_pickle", "eval"],
  "pandas.io.pickle": ["read_pickle"],
  "pandas.core.computation.eval": ["eval"],
  joblib: ["load"],
  "joblib.numpy_pickle": ["load", "_unpickle", "load_temporary_memmap"],
  "joblib.numpy_pickle_compat": ["load_compatibility"],
  "keras.models": ["load_model"],
  "keras.saving": ["load_model"],
  "keras.config": ["enable_unsafe_deserialization"],
  "keras.utils": ["get_file"],
  "keras.src.utils.file_utils": ["get_file"],
  "keras.src.saving.serialization_lib": ["enable_unsafe_deserialization"],
  yaml: ["load", "load_all", "unsafe_load", "unsafe_load_all", "full_load"],
};

/** Words that in a dotted name reach into another module or into the interpreter: `torch` has `os.system` as much as `os` has `system`. */
const reaching = new Set(["os", "posix", "nt", "sys", "subprocess", "builtins", "__builtins__", "__globals__", "__subclasses__", "__getattribute__", "__import__", "__loader__", "__code__", "importlib", "ctypes", "pickle"]);

const dangerous = new Set([...modules, ...Object.entries(names).flatMap(([module, own]) => own.map((name) => `${module}.${name}`))]);

/** Whether it is known to do harm on load; the module by its name in Python 3. */
export function isDangerousImport(module: string, name: string): boolean {
  const words = `${module}.${name}`.split(".");
  let path = "";
  for (const word of words) {
    path = path === "" ? word : `${path}.${word}`;
    if (dangerous.has(path)) return true;
  }
  return name.includes(".") && name.split(".").some((word) => reaching.has(word));
}
