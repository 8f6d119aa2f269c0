/** Notices keys that go down and up, except those an input method is using. */
import { Observer } from "./observer.js"

export interface KeyDelegate {
  keyPressed(type: "keydown" | "keyup", key: string, target: Element): void
}

export class KeyObserver extends Observer<KeyDelegate> {
  protected override listen(): void {
    for (const type of ["keydown", "keyup"] as const) {
      this.on(type, (event) => {
        const { key, isComposing, target } = event as KeyboardEvent
        // Choosing from the browser's own list of suggestions fires a keydown without a key.
        if (key && !isComposing && target instanceof Element) this.delegate.keyPressed(type, key, target)
      })
    }
  }
}
