/**
 * Writes what CommonJS modules get of each entry point, beside what ES modules get. The package has ES modules only, which
 * Node lets CommonJS `require`: `index.cjs` does that, so there is one livemount whoever loads it. TypeScript's `node16`
 * asks for the types of a CommonJS module in return: `index.d.cts` names those of the ES module and has none of its own,
 * so both kinds of modules of an app share them, and what `declare module "livemount"` adds.
 */
import { writeFileSync } from "node:fs"
import { createRequire } from "node:module"
import { basename, dirname, join, relative } from "node:path"
import { entryPoints } from "./entry-points.mjs"

// The newest TypeScript has no programming interface. An `import` reads the nine megabytes twice more, for what they export.
const ts = createRequire(import.meta.url)("typescript54")

const root = join(import.meta.dirname, "..")
const dist = join(root, "dist")
const entries = Object.keys(entryPoints).map((module) => join(dist, `${module}.d.ts`))
const options = {
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  noLib: true,
  types: [],
}
const program = ts.createProgram(entries, options, withoutPackages(ts.createCompilerHost(options)))
const checker = program.getTypeChecker()

for (const [module, loaded] of Object.entries(entryPoints)) {
  const entry = join(dist, module)
  const file = relative(dirname(entry), join(dist, `${loaded}.js`)).replaceAll("\\", "/")
  writeFileSync(`${entry}.d.cts`, declarationsFor(`${entry}.d.ts`))
  writeFileSync(`${entry}.cjs`, `module.exports = require("${file.startsWith(".") ? file : `./${file}`}")\n`)
}

/** A host that finds our own files alone: what an entry point exports stands in them, and packages take long to read. */
function withoutPackages(host) {
  const modeOf = (literal, file) => ts.getModeForUsageLocation(file, literal)
  host.resolveModuleNameLiterals = (literals, from, redirected, options, file) =>
    literals.map((literal) =>
      literal.text.startsWith(".")
        ? ts.resolveModuleName(literal.text, from, options, host, undefined, redirected, modeOf(literal, file))
        : { resolvedModule: undefined },
    )
  return host
}

function declarationsFor(entry) {
  const exported = checker.getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(entry)))
  const names = exported.map(({ name }) => name)
  const module = `"./${basename(entry, ".d.ts")}.js" with { "resolution-mode": "import" }`
  return [
    `import type * as esm from ${module}`,
    `export type * from ${module}`,
    ...exported.flatMap((symbol) => valueOf(symbol, names)),
    "",
  ].join("\n")
}

/** Types come with the `export type *`. Values have to be declared, and hide a type of the same name. */
function valueOf(symbol, names) {
  const { name } = symbol
  if (symbol.declarations.some(ts.isTypeOnlyExportDeclaration)) return []
  const meant = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol
  if (!(meant.flags & ts.SymbolFlags.Value)) return []
  const value = `export declare const ${name}: typeof esm.${name}`
  if (!(meant.flags & ts.SymbolFlags.Type)) return [value]
  const parameters = meant.declarations.find(({ typeParameters }) => typeParameters)?.typeParameters ?? []
  const list = (texts) => (texts.length === 0 ? "" : `<${texts.join(", ")}>`)
  const declared = list(parameters.map((parameter) => qualified(parameter.getText(), names)))
  return [value, `export type ${name}${declared} = esm.${name}${list(parameters.map((each) => each.name.text))}`]
}

/** What stands beside a declaration in its module has to be named through the module. */
function qualified(text, names) {
  return text.replace(/\b[A-Za-z_$][\w$]*\b/g, (word) => (names.includes(word) ? `esm.${word}` : word))
}
