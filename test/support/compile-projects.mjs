/**
 * Compiles projects with a TypeScript that has a programming interface, all in one process that reads each file once.
 * Arguments: the compiler's module, then tsconfig files. Prints what was wrong in each, as JSON.
 */
import { createRequire } from "node:module"

const [compiler, ...configs] = process.argv.slice(2)
const ts = createRequire(import.meta.url)(compiler)
const files = new Map()

console.log(JSON.stringify(configs.map(compile)))

function compile(config) {
  const host = { ...ts.sys, onUnRecoverableConfigFileDiagnostic: (diagnostic) => unusable.push(diagnostic) }
  const unusable = []
  const parsed = ts.getParsedCommandLineOfConfigFile(config, {}, host)
  const program = ts.createProgram(parsed.fileNames, parsed.options, sharing(parsed.options))
  const wrong = [...unusable, ...parsed.errors, ...ts.getPreEmitDiagnostics(program)]
  program.emit()
  return wrong.map(({ file, start, messageText }) => {
    const text = ts.flattenDiagnosticMessageText(messageText, "\n")
    return file === undefined ? text : `${file.fileName}:${file.getLineAndCharacterOfPosition(start).line + 1} ${text}`
  })
}

/** A host whose files are parsed once for all projects that parse them alike. */
function sharing(options) {
  // Comments are read as `tsc` itself reads them: as far as they could hold an error.
  const host = { ...ts.createCompilerHost(options), jsDocParsingMode: ts.JSDocParsingMode.ParseForTypeErrors }
  const read = host.getSourceFile
  const libraries = host.getDefaultLibLocation()
  host.getSourceFile = (name, how, ...rest) => {
    const { languageVersion, impliedNodeFormat } = typeof how === "object" ? how : { languageVersion: how }
    // The compiler's own declarations are no modules of any kind.
    const kind = name.startsWith(libraries) ? undefined : impliedNodeFormat
    const key = `${name} ${languageVersion} ${kind}`
    if (!files.has(key)) files.set(key, read.call(host, name, how, ...rest))
    return files.get(key)
  }
  return host
}
