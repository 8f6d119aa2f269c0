/**
 * What jest runs a test file's modules with. Each file still evaluates every module anew, in a realm of its own; what a
 * worker keeps from one file to the next is only what is the same for all of them: where a name leads, what the transform
 * made of a text, and the compiled script. Without that, two thirds of a small file's time go into finding, reading and
 * compiling what the file before it had found, read and compiled.
 */
const { readFileSync, statSync } = require("node:fs")
const { dirname } = require("node:path")
const { Script } = require("node:vm")
const { default: Runtime } = require("jest-runtime")
const { leanExpect } = require("./lean-expect.cjs")

const EXPECT = /[\\/]node_modules[\\/]expect[\\/]build[\\/]index\.js$/

/**
 * What the language itself has by name, and nobody replaces. To look at a global of a realm that is not node's own takes 0.25
 * microseconds each time, since node asks there whether the realm's maker has it; a module is given these once.
 */
const LANGUAGE = [
  "Array",
  "ArrayBuffer",
  "BigInt",
  "Boolean",
  "Error",
  "Function",
  "Infinity",
  "Map",
  "Math",
  "NaN",
  "Number",
  "Object",
  "Promise",
  "Proxy",
  "RangeError",
  "Reflect",
  "RegExp",
  "Set",
  "String",
  "Symbol",
  "SyntaxError",
  "TypeError",
  "Uint8Array",
  "WeakMap",
  "WeakRef",
  "WeakSet",
  "JSON",
  "decodeURIComponent",
  "encodeURIComponent",
  "globalThis",
  "isNaN",
  "parseFloat",
  "parseInt",
]
const languageOf = new Script(`[${LANGUAGE.join(", ")}]`)

/** Resolvers, which jest itself keeps, whose mapped names are kept already. */
const resolvers = new WeakSet()
/** Texts by file: jest's own, which go through no transform, and transformed ones with the time of what they were made of. */
const ownTexts = new Map()
const transformedTexts = new Map()
/** Scripts by file, with the text that they were compiled of. */
const scripts = new Map()

module.exports = class KeptCodeRuntime extends Runtime {
  constructor(config, environment, resolver, ...rest) {
    keepMappedNames(resolver)
    super(config, environment, resolver, ...rest)
    keepTexts(this.transformCache)
    keepScripts(this.executor, environment)
  }
}

/** Every import of a `.js` that is a `.ts` is such a name; jest looks for it anew each time. */
function keepMappedNames(resolver) {
  if (resolvers.has(resolver)) return
  resolvers.add(resolver)
  const found = new Map()
  const find = resolver.resolveStubModuleName.bind(resolver)
  resolver.resolveStubModuleName = (from, name, options) => {
    const key = `${dirname(from)}\0${name}\0${options?.conditions}`
    let path = found.get(key)
    if (path === undefined) {
      path = find(from, name, options)
      found.set(key, path)
    }
    return path
  }
}

function keepTexts(cache) {
  const transform = cache.transform.bind(cache)
  cache.transform = (filename, options) => {
    if (options?.isInternalModule) return ownText(filename)
    const { mtimeMs } = statSync(filename)
    let text = transformedTexts.get(filename)
    if (text?.mtimeMs !== mtimeMs) {
      transform(filename, options)
      text = { mtimeMs, transformed: cache.transforms.get(filename) }
      transformedTexts.set(filename, text)
    }
    const { transformed } = text
    cache.transforms.set(filename, transformed)
    if (transformed.sourceMapPath) cache.sourceMaps.set(filename, transformed.sourceMapPath)
    return transformed.code
  }
}

function ownText(filename) {
  let text = ownTexts.get(filename)
  if (text === undefined) {
    text = readFileSync(filename, "utf8")
    if (EXPECT.test(filename)) text = leanExpect(text)
    ownTexts.set(filename, text)
  }
  return text
}

function keepScripts(executor, environment) {
  const compile = executor.compile.bind(executor)
  const head = `(function (${LANGUAGE.join(", ")}) { return function (${executor.injectedModuleParameters.join(", ")}) {`
  let language
  executor.compile = (source, filename) => {
    const context = environment.getVmContext()
    if (context === null) return null
    let kept = scripts.get(filename)
    if (kept?.source !== source) {
      const script = wrapped(head, source, filename)
      // What cannot be compiled is told of in jest's words.
      if (script === undefined) return compile(source, filename)
      kept = { source, script }
      scripts.set(filename, kept)
    }
    language ??= languageOf.runInContext(context)
    return kept.script.runInContext(context)(...language)
  }
}

function wrapped(head, source, filename) {
  try {
    return new Script(`${head}${source}\n}})`, { filename, columnOffset: -head.length })
  } catch {
    return undefined
  }
}
