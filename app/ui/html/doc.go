// Package html has the words of HTML that the views are made of, on top of the
// renderer.
//
// Start with [El] and [Word]; [Button] and [Act] name a command in data-do.
// [Exact] shows text of others character for character, with signs for what
// cannot be seen. [Shown] has the renderer draw nodes of package rows.
//
// The one rule: text reaches the page as text. Nothing here takes markup.
//
// It is not a renderer and knows nothing of the page.
package html
