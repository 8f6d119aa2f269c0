/** Names of elements by how the HTML parser treats them. Lower case; from the HTML standard, "Parsing HTML documents". */

function names(list: string): ReadonlySet<string> {
  return new Set(list.split(" "))
}

/** Never have content or an end tag. */
export const voids: ReadonlySet<string> = names(
  "area base basefont bgsound br col embed frame hr image img input keygen link meta param source track wbr",
)

/** Their content is text in which entities are decoded. */
export const escapableRaw: ReadonlySet<string> = names("textarea title")

/** Their content is text as it is written, up to their end tag. */
export const rawText: ReadonlySet<string> = names("style xmp iframe noembed noframes noscript")

/** What stands between paragraphs, not in them. */
export const blocks: ReadonlySet<string> = names(
  "address article aside blockquote center details dialog dir div dl fieldset figcaption figure footer form header " +
    "hgroup hr listing main menu nav ol p plaintext pre search section summary table ul xmp",
)

export const headings: ReadonlySet<string> = names("h1 h2 h3 h4 h5 h6")

export const formatting: ReadonlySet<string> = names("a b big code em font i nobr s small strike strong tt u")

/** An end tag never closes anything outside of these. */
export const scopeEnds: ReadonlySet<string> = names("applet caption html table td th marquee object template")

export const tableParts: ReadonlySet<string> = names("caption colgroup table tbody td tfoot th thead tr")

/** Directly in these stand parts of a table only; anything else is moved out. */
export const tableContext: ReadonlySet<string> = names("table tbody tfoot thead tr")

/** Start tags before which the parser does not open again what was closed without an end tag. */
export const keepsPending: ReadonlySet<string> = new Set([
  ...[...blocks].filter((name) => name !== "xmp"),
  ...headings,
  ...tableParts,
  ...names(
    "base basefont bgsound body col dd dt frame frameset head html iframe li link meta noembed noframes noscript param rb rp " +
      "rt rtc script source style template textarea title track",
  ),
])

/** Elements that need no end tag. */
export const optionalEnds: ReadonlySet<string> = names(
  "body caption colgroup dd dt head html li optgroup option p rb rp rt rtc tbody td tfoot th thead tr",
)

/** The end tag of an ordinary element never closes one of these on its way up. */
export const specials: ReadonlySet<string> = names(
  "address applet area article aside base basefont bgsound blockquote body br button caption center col colgroup dd " +
    "details dir div dl dt embed fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header " +
    "hgroup hr html iframe img input keygen li link listing main marquee menu meta nav noembed noframes noscript object " +
    "ol p param plaintext pre script search section select source style summary table tbody td template textarea tfoot " +
    "th thead title tr track ul wbr xmp",
)

/** They close an open one of their own kind, and an open `<p>`. */
export const listItems: ReadonlySet<string> = names("li")
export const definitions: ReadonlySet<string> = names("dd dt")

/** What an open one of those is not looked for behind. */
export const listItemEnds: ReadonlySet<string> = new Set(
  [...specials].filter((name) => name !== "address" && name !== "div" && name !== "p"),
)

/** Their start tags close an open `<p>`. */
export const paragraphClosers: ReadonlySet<string> = new Set([...blocks, ...headings, ...listItems, ...definitions])

/** They close the one that they stand in. */
export const rubyTexts: ReadonlySet<string> = names("rb rp rt rtc")

/** Start tags that leave svg and math. */
export const breakOut: ReadonlySet<string> = names(
  "b big blockquote body br center code dd div dl dt em embed h1 h2 h3 h4 h5 h6 head hr i img li listing menu meta nobr " +
    "ol p pre ruby s small span strong strike sub sup table tt u ul var",
)

/** Elements that exist in SVG only: a fragment that begins with one belongs inside an `<svg>`. */
export const svgOnly: ReadonlySet<string> = names(
  "animate animatemotion animatetransform circle clippath defs desc ellipse feblend fecolormatrix fecomposite " +
    "fedropshadow feflood fegaussianblur femerge femergenode feoffset feturbulence filter foreignobject g line " +
    "lineargradient marker mask metadata mpath path pattern polygon polyline radialgradient rect set stop switch symbol " +
    "text textpath tspan use view",
)

const others: ReadonlySet<string> = names(
  "abbr acronym audio bdi bdo canvas cite data datalist del dfn ins kbd label map math mark meter nobr optgroup option " +
    "output picture progress q rp rt ruby samp slot span sub sup svg time var video",
)

/** True for the whole name of an element, so far as can be known: custom elements have a hyphen that is not the last. */
export function isElementName(name: string): boolean {
  if (formatting.has(name) || specials.has(name) || others.has(name) || svgOnly.has(name)) return true
  return /^[a-z][^-]*-.*[^-]$/.test(name)
}

/** Attributes that are there or not: whatever their value is, also "false", they are. */
export const booleanAttributes: ReadonlySet<string> = names(
  "allowfullscreen async autofocus autoplay checked controls default defer disabled formnovalidate hidden inert ismap " +
    "itemscope loop multiple muted nomodule novalidate open playsinline readonly required reversed selected",
)

/** A first newline right after their start tag is dropped. */
export const dropFirstNewline: ReadonlySet<string> = names("pre textarea listing")

/** What may stand directly in a part of a table or a list of options; anything else is moved out or ignored. */
export const strictContent: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ["table", names("caption colgroup thead tbody tfoot script style template")],
  ["tbody", names("tr script style template")],
  ["thead", names("tr script style template")],
  ["tfoot", names("tr script style template")],
  ["tr", names("td th script style template")],
  ["colgroup", names("col template")],
  ["select", names("option optgroup hr script template")],
  ["optgroup", names("option hr script template")],
])
