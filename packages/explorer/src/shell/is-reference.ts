/**
 * Whether a text looks like a reference (an address, an id with a namespace, a digest, a contract, a line that loads or fetches a model) rather than
 * words to search for. The endpoint reads either; this only chooses what is offered first.
 */
export function isReference(text: string): boolean {
  const typed = text.trim();
  return /\s/.test(typed) ? isCommand(typed) || isCall(typed) : forms.some((form) => form.test(typed)) || isCall(typed);
}

const forms = [
  // A scheme: https://…, pkg:…, sha256:…, eip155:…; also name:tag of Ollama.
  /^[a-z][a-z0-9+.-]*:\S/i,
  /^[\w.-]+:[\w.-]+$/,
  // An address, or the hash of a transaction.
  /^0x(?:[0-9a-f]{40}|[0-9a-f]{64})$/i,
  // Git commits, sha256, and the beginning of a digest that Ollama lists.
  /^(?:[0-9a-f]{40}|[0-9a-f]{64}|(?=[0-9a-f]*\d)(?=\d*[a-f])[0-9a-f]{12})$/i,
  // A namespace and a name; a host and a path.
  /^[^/]+\/[^/]+/,
  // CIDs.
  /^(?:Qm[1-9A-HJ-NP-Za-km-z]{44}|baf[a-z2-7]{50,})$/,
];

/** Programs that fetch or serve one model, with the verb where they do other things too. */
const command = /^(?:[$!]\s*)?(?:sudo\s+)?(?:[A-Za-z_]\w*=\S*\s+)*(?:ollama\s+(?:run|pull|show|push|cp)|(?:huggingface-cli|hf)\s+download|git\s+(?:lfs\s+)?clone|lms\s+(?:get|load)|docker\s+(?:model\s+)?(?:pull|run|inspect)|(?:podman|nerdctl)\s+(?:pull|run)|(?:oras|kit|modctl)\s+(?:pull|fetch|unpack|inspect)|skopeo\s+(?:copy|inspect)|vllm\s+serve|llama-(?:cli|server)|modelscope\s+download|kaggle\s+models)\s+\S/;

function isCommand(text: string): boolean {
  return command.test(text);
}

/** A call in Python with a text among what it is given. */
function isCall(text: string): boolean {
  return /\w\s*\([^)]*["'][^"']+["']/.test(text);
}
