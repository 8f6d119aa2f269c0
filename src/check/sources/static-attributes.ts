/** The attributes with a fixed value in a template's HTML, with their places. What is computed is passed over. */

export interface StaticAttribute {
  readonly name: string
  readonly value: string
  /** Where the value begins in the source. */
  readonly at: number
}

/** How a template's tags begin and end; nunjucks' `tags` option. */
export interface TagOptions {
  readonly blockStart?: string
  readonly blockEnd?: string
  readonly variableStart?: string
  readonly variableEnd?: string
  readonly commentStart?: string
  readonly commentEnd?: string
}

/** Stands in place of what is computed: no letter, no quote, no bracket. */
export const DYNAMIC = "\u0000"

/** Finds the attributes of a nunjucks template. */
export function staticAttributes(source: string, tags: TagOptions = {}): StaticAttribute[] {
  return attributesOf(withoutTags(source, tags))
}

/** Finds the attributes of HTML in which {@link DYNAMIC} stands for each character that is computed. */
export function attributesOf(html: string): StaticAttribute[] {
  const found: StaticAttribute[] = []
  const tag = /<!--[\s\S]*?(?:-->|$)|<([a-zA-Z][^\s/>\0]*)/g
  for (let match = tag.exec(html); match !== null; match = tag.exec(html)) {
    if (match[1] === undefined) continue
    const end = readAttributes(html, tag.lastIndex, found)
    tag.lastIndex = endOfRawText(html, match[1].toLowerCase(), end)
  }
  return found
}

const ATTRIBUTE = /([^\s"'>/=\0]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?|>|[\s\S]/y

/** Reads on from within a start tag to its end, which it returns. */
function readAttributes(html: string, start: number, found: StaticAttribute[]): number {
  ATTRIBUTE.lastIndex = start
  for (let match = ATTRIBUTE.exec(html); match !== null; match = ATTRIBUTE.exec(html)) {
    const [whole, name, double, single, bare] = match
    if (whole === ">") break
    const value = double ?? single ?? bare
    if (name === undefined || value === undefined || value.includes(DYNAMIC)) continue
    const at = match.index + whole.length - value.length - (bare === undefined ? 1 : 0)
    found.push({ name: name.toLowerCase(), value, at })
  }
  return ATTRIBUTE.lastIndex === 0 ? html.length : ATTRIBUTE.lastIndex
}

const RAW_TEXT: ReadonlySet<string> = new Set(["script", "style", "textarea", "title"])

function endOfRawText(html: string, name: string, start: number): number {
  if (!RAW_TEXT.has(name)) return start
  const end = html.toLowerCase().indexOf(`</${name}`, start)
  return end < 0 ? html.length : end
}

/** The source with all that nunjucks writes made invisible, every other character in its place. */
function withoutTags(source: string, tags: TagOptions): string {
  const kinds = [
    { start: tags.commentStart ?? "{#", end: tags.commentEnd ?? "#}", hasTexts: false },
    { start: tags.blockStart ?? "{%", end: tags.blockEnd ?? "%}", hasTexts: true },
    { start: tags.variableStart ?? "{{", end: tags.variableEnd ?? "}}", hasTexts: true },
  ]
  let html = ""
  while (html.length < source.length) {
    const at = html.length
    const kind = kinds.find(({ start }) => source.startsWith(start, at))
    if (kind === undefined) html += source[at]
    else html += DYNAMIC.repeat(endOfTag(source, at + kind.start.length, kind) - at)
  }
  return html
}

function endOfTag(source: string, start: number, { end, hasTexts }: { end: string; hasTexts: boolean }): number {
  let at = start
  while (at < source.length && !source.startsWith(end, at)) {
    const quote = source[at]
    at++
    if (!hasTexts || (quote !== '"' && quote !== "'")) continue
    while (at < source.length && source[at] !== quote) at += source[at] === "\\" ? 2 : 1
    at++
  }
  return Math.min(at + end.length, source.length)
}
