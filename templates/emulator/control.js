import { find, setText } from "./dom.js";

/** What the control API answers; throws with its own words where it refuses. */
export async function ask(path, method = "GET", body = null) {
  const headers = body === null ? {} : { "content-type": "application/json" };
  const request = { method, headers, ...(body !== null && { body: JSON.stringify(body) }) };
  const response = await globalThis.fetch(`/control${path}`, request);
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.message);
  return answer;
}

/** A text as a part of an address; half a surrogate pair cannot be one. */
export function pathPart(text) {
  return encodeURIComponent(text.toWellFormed());
}

/** Does something, and shows at the top of the page what went wrong with it. */
export async function attempt(work) {
  try {
    await work();
    showNotice("");
  } catch (error) {
    showNotice(error.message);
  }
}

function showNotice(text) {
  const notice = find("notice");
  notice.hidden = text === "";
  setText(notice, text);
}
