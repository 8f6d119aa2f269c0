/**
 * Says at once when the installed nunjucks is not one that our compiler builds on: a method that is not there under its
 * name would else be overridden in vain, and templates would render as something else.
 */

import { createRequire } from "node:module"
import { LiveError } from "../../errors/live-error.js"

/** What is overridden or called, by the class or object that has it. */
export const neededOfNunjucks = {
  "compiler.Compiler.prototype": [
    "compile",
    "fail",
    "assertType",
    "getCode",
    "_emit",
    "_emitLine",
    "_tmpid",
    "_templateName",
    "_compileExpression",
    "_withScopedSyntax",
    "_getNodeName",
    "_compileAggregate",
    "_compileMacro",
    "compileSymbol",
    "compileLookupVal",
    "compileFunCall",
    "compileFilter",
    "compileOutput",
    "compileCapture",
    "compileCallExtension",
    "compileFor",
    "compileSet",
    "compileImport",
    "compileFromImport",
    "compileExtends",
    "compileInclude",
    "compileBlock",
  ],
  "parser.Parser.prototype": [
    "parseFor",
    "parseExpression",
    "parseStatement",
    "parseAsRoot",
    "parseUntilBlocks",
    "advanceAfterBlockEnd",
    "peekToken",
    "nextToken",
    "skipValue",
  ],
  runtime: [
    "Frame",
    "SafeString",
    "callWrap",
    "suppressValue",
    "fromIterator",
    "contextOrFrameLookup",
    "memberLookup",
    "ensureDefined",
    "isArray",
    "keys",
    "makeMacro",
  ],
  "runtime.Frame.prototype": ["set", "lookup", "push", "pop"],
  lexer: ["lex", "TOKEN_SYMBOL", "TOKEN_OPERATOR"],
  nodes: ["Node", "NodeList", "Root", "Output", "TemplateData", "Symbol", "Literal", "Dict", "CallExtension"],
  "Environment.prototype": ["getExtension", "resolveTemplate", "addFilter", "render"],
  "Loader.prototype": ["isRelative", "resolve"],
} as const

/**
 * Checks what `import nunjucks from "nunjucks"` gave.
 *
 * @throws {@link LiveError} LV_NUNJUCKS_VERSION
 */
export function assertNunjucks(nunjucks: object, version: () => string = installedVersion): void {
  const missing = Object.entries(neededOfNunjucks).flatMap(([path, names]) => {
    const owner = path
      .split(".")
      .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], nunjucks)
    return names
      .filter((name) => (owner as Record<string, unknown> | undefined)?.[name] === undefined)
      .map((name) => `${path.replace(".prototype", "")}.${name}`)
  })
  if (missing.length > 0) throw new LiveError("LV_NUNJUCKS_VERSION", { version: version(), missing })
}

function installedVersion(): string {
  try {
    return (createRequire(import.meta.url)("nunjucks/package.json") as { readonly version: string }).version
  } catch {
    return "unknown"
  }
}
