/** The id that an island is given by its page. */

import { LiveError } from "../../errors/live-error.js"
import { checkOptionNames } from "../../util/option-names.js"
import type { PageWords } from "../request/page-words.js"

/** Not as ids are that are counted, "cart-1": nobody could tell the two apart. */
const ID = /^(?!.*-\d+$)[A-Za-z][\w-]{0,99}$/

/**
 * Returns the id in an island's options, taken for it; undefined: it has none.
 *
 * @throws {@link LiveError} LV_ISLAND_ID, LV_OPTION_UNKNOWN
 */
export function islandId(view: string, options: unknown, words: PageWords): string | undefined {
  if (options === undefined || options === null) return undefined
  const refuse = (given: unknown, why: string): never => {
    throw new LiveError("LV_ISLAND_ID", { view, given, why })
  }
  if (typeof options !== "object") return refuse(options, 'options are an object, such as `{ id: "my-cart" }`')
  // Nunjucks marks arguments that have a name.
  const { __keywords: _isNunjucks, ...named } = options as Readonly<Record<string, unknown>>
  checkOptionNames(named, ["id"])
  const { id } = named
  if (id === undefined) return undefined
  if (typeof id !== "string" || !ID.test(id)) {
    return refuse(
      id,
      'an id begins with a letter, goes on with letters, digits, hyphens and underscores, and does not end as "-1" does',
    )
  }
  return words.takeId(id) ? id : refuse(id, "another island of this page has it")
}
