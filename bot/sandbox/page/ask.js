// Talking to the sandbox.

/** Asks for something; gives what came back as JSON. Fails with the sandbox's own words when it says no. */
export async function ask(path) {
  return answered(await fetch(path));
}

/** Does something: `what` goes along as JSON, or as it is when it is a file. */
export async function act(path, what = {}) {
  const body = what instanceof Blob ? what : JSON.stringify(what);
  return answered(await fetch(path, { method: "POST", body, headers: { "X-Sandbox": "page" } }));
}

async function answered(response) {
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(body.problem ?? `that did not work (${response.status})`);
  return body;
}
