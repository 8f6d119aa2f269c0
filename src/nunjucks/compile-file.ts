/** From a template's source to functions: parse, look for facts, compile, evaluate the generated code. */

import type { Template } from "../render/template/template.js"
import { registerTemplate } from "../render/template/template-registry.js"
import { closedBy } from "../render/values/implied-ends.js"
import type { Value } from "../render/values/values.js"
import type { ComputedName } from "./analyse/computed-names.js"
import { FileFacts, type Surroundings } from "./analyse/facts.js"
import type { LevelListener } from "./analyse/level.js"
import type { NameBits } from "./analyse/name-bits.js"
import { ANY, bareName } from "./analyse/part-facts.js"
import { Paths } from "./analyse/paths.js"
import { PlaceNotes, type RefusedPlace, refusalText } from "./analyse/place-notes.js"
import { reviewFile } from "./analyse/review.js"
import { TrackedCompiler } from "./emit/compiler.js"
import { emitFile } from "./emit/emit-file.js"
import { type AstNode, type Environment, type ListNode, runtime } from "./internals/internals.js"
import { contains } from "./parse/ast.js"
import { parseTemplate } from "./parse/parser.js"
import {
  codeFrame,
  compileError,
  fromNunjucks,
  placeName,
  renderError,
  type TemplatePlace,
} from "./parse/template-errors.js"
import { valueChecks } from "./runtime/address-check.js"
import type { CompiledBlock, CompiledFile, FileFunction, FileRenderState } from "./runtime/compiled-file.js"
import { generatedRuntime, quoted } from "./runtime/generated-runtime.js"
import { foreignRead, type RowScope } from "./runtime/row-reads.js"
import type { TagReporter } from "./runtime/tag-check.js"

/** A file that was read and parsed; not compiled yet. */
export interface ParsedFile {
  /** As the loader gives it; relative names are resolved against it. */
  readonly path: string | undefined
  readonly source: string
  readonly root: ListNode
  readonly facts: FileFacts
}

/** What compiling asks of the engine. */
export interface CompileSetting extends Surroundings {
  readonly env: Environment
  readonly bits: NameBits
  /** Tells a developer something once per place. `fault` comes with what `livemount check` reports as a mistake. */
  warn(code: string, text: string, fault?: TemplateFault): void
}

/** A mistake in a template that does not keep it from being compiled. */
export interface TemplateFault {
  readonly place: TemplatePlace
  readonly problem: string
}

export function parseFile(path: string | undefined, source: string, setting: CompileSetting): ParsedFile {
  try {
    const root = parseTemplate(source, setting.env)
    return { path, source, root, facts: new FileFacts({ root, path, source }, setting) }
  } catch (error) {
    throw fromNunjucks(error, { file: path ?? UNNAMED, source })
  }
}

export function compileFile(parsed: ParsedFile, setting: CompileSetting): CompiledFile {
  const { path, source, root, facts } = parsed
  const file = { file: path ?? UNNAMED, source }
  try {
    const { code, blocks, balanced, compiler } = generateCode(parsed, setting)
    const made = evaluate(code, compiler, file, setting)
    const named = Object.fromEntries(
      blocks.map((block) => [
        block.name,
        Object.assign(made.blocks[block.name] as FileFunction, { leaks: block.leaks, balanced: block.balanced }),
      ]),
    ) as Record<string, CompiledBlock>
    const leaks = compiler.mask(facts.leaks.has(ANY) ? new Set([ANY]) : facts.leaks)
    return { path, source, root: made.root, blocks: named, leaks, balanced, sharesContext: !definesAtTop(root) }
  } catch (error) {
    throw fromNunjucks(error, file)
  }
}

/** What a file is compiled to: the text of its functions, and the templates they name. */
export interface GeneratedFile extends ReturnType<typeof emitFile> {
  readonly compiler: TrackedCompiler
}

/** Compiles a file to text. */
export function generateCode({ path, source, root, facts }: ParsedFile, setting: CompileSetting): GeneratedFile {
  const file = { file: path ?? UNNAMED, source }
  const placeOf = (node: AstNode) => ({ ...file, line: node.lineno + 1, column: node.colno + 1 })
  const refuse = (node: AstNode, problem: string): never => {
    throw compileError(placeOf(node), problem)
  }
  const listener: LevelListener = {
    region: (node, where, reason) =>
      setting.warn("LV_REGION", `${placeName(placeOf(node))}: the part ${where} is updated as a whole: ${reason}.`),
    scattered: (element, node) =>
      setting.warn(
        "LV_REGION",
        `${placeName(placeOf(node))}: what stands around <${element.name}> is updated as a whole: browsers make several elements of one that is not closed, or not in its place.`,
      ),
    unquoted: (node, attribute) =>
      setting.warn(
        "LV_UNQUOTED",
        `${placeName(placeOf(node))}: the value of "${attribute}" has no quotes, so a space in it begins another attribute. Write ${attribute}="…".`,
      ),
    switched: (node, attribute) =>
      setting.warn(
        "LV_BOOLEAN_ATTRIBUTE",
        `${placeName(placeOf(node))}: "${attribute}" is an attribute that is there or not: with any value, also "false", it is. Write {{ "${attribute}" if … }} in its place.`,
      ),
  }
  const compiler = new TrackedCompiler(path, {
    file: facts,
    paths: new Paths(
      new PlaceNotes({
        file: facts,
        refused: (refused) => warnOfPlace(refused, setting),
        endless: (node, { path: other, source: text }) => {
          throw compileError(
            { file: other ?? UNNAMED, source: text, line: node.lineno + 1, column: node.colno + 1 },
            ENDLESS,
          )
        },
        computed: (node, name) => {
          const problem = computedNames[name]
          setting.warn("LV_COMPUTED_NAME", `${placeName(placeOf(node))}: ${problem}`, { place: placeOf(node), problem })
        },
      }),
    ),
    env: setting.env,
    listener,
    sourceAt: (node) => (node === undefined ? file.file : placeName({ ...placeOf(node), column: 0 })),
    mask: (names) => setting.bits.mask(Array.from(names, bareName)),
    refuse,
  })
  reviewFile(root, {
    env: setting.env,
    refuse,
    warn: (node, code, problem) => setting.warn(code, `${placeName(placeOf(node))}: ${problem}`),
  })
  return { ...emitFile(compiler, root), compiler }
}

const UNNAMED = "template"
const ENDLESS =
  "there are too many ways through this part. Loops, branches and includes in each other that open tags and do not close them make a multiple of each other's: " +
  "close each tag in the part that opens it."

/** The render that comes there fails; others need not. */
function warnOfPlace({ node, file, problem }: RefusedPlace, setting: CompileSetting): void {
  const { path, source } = file
  const place = { file: path ?? UNNAMED, source, line: node.lineno + 1, column: node.colno + 1 }
  const text = `${placeName(place)}: ${problem} A render that comes to this place fails.\n\n${codeFrame(place)}`
  setting.warn("LV_PLACE_REFUSED", text, { place, problem })
}

/** What to know of a value that is the name of something. */
const computedNames: Readonly<Record<ComputedName, string>> = {
  attribute:
    "a value stands where the names of attributes do, so it decides which ones the tag gets. Write them out: " +
    'title="{{ … }}", {{ "hidden" if … }}. If it is a text of attributes that you vouch for, say `| safe`.',
  tag: "a value is the name of a tag, so it decides which element this is. Write a branch for each name, or {% dynamic_tag tag=… %}.",
}

interface FileText {
  readonly file: string
  readonly source: string
}

interface Made {
  readonly root: FileFunction
  readonly blocks: Readonly<Record<string, FileFunction>>
}

/** The only place where generated code becomes functions; nunjucks does the same. */
function evaluate(code: string, compiler: TrackedCompiler, file: FileText, { env, warn }: CompileSetting): Made {
  const templates: Record<string, Template> = {}
  compiler.templates.forEach((template, index) => {
    registerTemplate(template)
    // Not the registered one: two places with equal text must not take over each other's values.
    templates[`T${index}`] = template
  })
  const constants = Object.fromEntries(compiler.constants.map((value, index) => [`K${index}`, value]))
  const places = Object.fromEntries(compiler.components.map((place, index) => [`C${index}`, place]))
  const scope: Record<string, unknown> = {
    ...templates,
    ...constants,
    ...places,
    rt: generatedRuntimeFor(file, warn),
    runtime,
    env,
  }
  return new Function(...Object.keys(scope), code)(...Object.values(scope)) as Made
}

function generatedRuntimeFor(file: FileText, warn: CompileSetting["warn"]): object {
  const reporter = reporterFor(file, warn)
  return {
    ...generatedRuntime,
    ...valueChecks(reporter),
    reporter,
    quoted(text: string, quote: string, line: number): string {
      if (text.includes(quote)) {
        warn(
          "LV_QUOTE",
          `${placeName({ ...file, line, column: 0 })}: a safe value has a ${quote} in it, which would end its attribute; it is escaped here. nunjucks alone does not, so escape it where it is made.`,
        )
      }
      return quoted(text, quote)
    },
    fits(
      st: FileRenderState,
      value: Value,
      closable: number,
      place: { line: number; column: number; inside: string },
    ): void {
      if (st.misfit || closedBy(value, closable) === 0) return
      st.misfit = true
      const { line, column, inside } = place
      warn(
        "LV_REGION",
        `${placeName({ ...file, line, column })}: what stands here in this render closes the <${inside}> around it, or is not ` +
          "allowed in it, so the view is updated as a whole. Put something else there, or take another element.",
      )
    },
    fail: (cause: unknown, line: number, column: number) => renderError(cause, file, line, column),
    refused: (problem: string, line: number, column: number) => compileError({ ...file, line, column }, problem),
    foreignRead(names: readonly string[], scope: RowScope, line: number, column: number) {
      const problem = foreignRead(names, scope)
      return problem === undefined ? undefined : compileError({ ...file, line, column }, problem)
    },
  }
}

/** What a value made and must not. */
function reporterFor(file: FileText, warn: CompileSetting["warn"]): TagReporter {
  return {
    blocked: (at, { tag, attribute }) =>
      warn(
        "LV_URL_BLOCKED",
        `${placeName({ ...file, ...at })}: a value for "${attribute}" of <${tag}> was an address that is a script, ` +
          "and was blocked. If it is meant, use the filter `safe_url`.",
      ),
    refused: ({ line, column }, problem) => {
      throw compileError({ ...file, line, column }, refusalText(problem))
    },
  }
}

/** True if the file changes its context when it is rendered: by a definition at its top, or by blocks. */
function definesAtTop(root: ListNode): boolean {
  return contains(root, ({ typename }) => definitions.has(typename))
}

const definitions: ReadonlySet<string> = new Set(["Set", "Macro", "Import", "FromImport", "Extends", "Block"])
