/** For `npx livemount check`: the application's `live`, made without listening. */

import { createApp, type ExampleApp } from "./app.js"

export const live: ExampleApp["live"] = createApp().live
