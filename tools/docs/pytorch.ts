/** Which page of PyTorch's documentation describes what a name of ours is called after. */

const BASE = 'https://docs.pytorch.org/docs/stable';

/** Names that PyTorch does not have. */
const OWN = new Set(['nn.AdditiveAttention', 'nn.Layer', 'optim.Optimizer', 'optim.lr.LinearWarmup']);

const snakeCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** A Markdown link to PyTorch's page of a name such as 'nn.Linear'; null if it has none. */
export function pytorchPage(name: string): string | null {
  const place = name.slice(0, name.lastIndexOf('.') + 1);
  const last = name.slice(place.length);
  if (OWN.has(name)) return null;
  const isClass = /^[A-Z]/.test(last);
  const link = (title: string, page = `generated/${title}.html`): string => `[${title}](${BASE}/${page})`;
  if (name === 'nn.Parameter') return link('torch.nn.parameter.Parameter');
  if (place === 'nn.' && isClass) return link(`torch.nn.${last}`);
  if (place === 'optim.' && isClass) return link(`torch.optim.${last}`);
  if (place === 'optim.lr.' && isClass) return link(`torch.optim.lr_scheduler.${last}`);
  if (place === 'nn.utils.') return link(`torch.nn.utils.${snakeCase(last)}_`);
  if (place === 'nn.init.' && /^(xavier|kaiming|orthogonal|uniform|normal|constant|zeros|ones)/.test(last)) {
    const function_ = `torch.nn.init.${snakeCase(last)}_`;
    return link(function_, `nn.init.html#${function_}`);
  }
  return null;
}
