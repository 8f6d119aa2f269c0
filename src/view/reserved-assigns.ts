/** The assigns that livemount writes: views read them, and neither write nor persist them. */

import { FLASH_ASSIGN } from "../util/flash.js"

export const RESERVED_ASSIGNS: readonly string[] = [FLASH_ASSIGN, "action"]
