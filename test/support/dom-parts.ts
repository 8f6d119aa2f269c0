/** The lazily loaded parts of the DOM half, for those who make one without a page client. */
import { domParts as partsOf } from "../../client/features/dom-parts.js"
import { Registry } from "../../client/features/registry.js"
import { domTable } from "../../client/features/table.js"

export const domParts = partsOf(new Registry(domTable).features)
