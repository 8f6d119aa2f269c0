/** The components that the examples' nunjucks templates have as tags, beside livemount's own. */

import type { AnyComponent } from "livemount"
import { card } from "./card.js"
import { dataGrid } from "./data-grid.js"
import { tag } from "./tag.js"
import { voteButton } from "./vote-button.js"

export const clubComponents: readonly AnyComponent[] = [card, dataGrid, tag, voteButton]
