// Makes a Postman collection of the OpenAPI document on stdin: first a walk through a conversation that runs as it
// stands (`scripts/postman` runs it), then every route by its tag, to be tried by hand.
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import converter from 'openapi-to-postmanv2';
import { walk } from './walk.mjs';

const document = JSON.parse(readFileSync(0, 'utf8'));
const conversion = await promisify(converter.convert)(
  { type: 'json', data: document },
  { folderStrategy: 'Tags', requestParametersResolution: 'Schema', keepImplicitHeaders: false },
);
if (!conversion.result) throw new Error(conversion.reason);
const [{ data: collection }] = conversion.output;

/** Requests by `METHOD /path/{id}`. */
const requests = new Map();
plain(collection.item);

/** Takes away what another run would draw anew, and the example answers, which the document has. */
function plain(items) {
  for (const item of items) {
    delete item.id;
    if (item.item) {
      plain(item.item);
      continue;
    }
    delete item.response;
    delete item.event;
    delete item.request.auth;
    const path = item.request.url.path.map((part) => part.replace(/^:(.*)/, '{$1}')).join('/');
    requests.set(`${item.request.method} /${path}`, item);
    for (const variable of item.request.url.variable ?? []) {
      delete variable.id;
      variable.value = `{{${variable.key === 'id' ? one(item.request.url.path) : variable.key}}}`;
    }
    for (const query of item.request.url.query ?? []) query.disabled = true;
  }
}

/** The variable for an `{id}`: `conversation_id` behind `conversations`. */
function one(path) {
  const noun = path[path.indexOf(':id') - 1];
  const singular = { people: 'person', inboxes: 'inbox' }[noun] ?? noun.replace(/s$/, '');
  return `${singular}_id`;
}

const bearer = (variable) => ({
  type: 'bearer',
  bearer: [{ key: 'token', value: `{{${variable}}}`, type: 'string' }],
});

function step({ call, name, as = 'token', body, status, keep = {} }) {
  const found = requests.get(call);
  if (!found) throw new Error(`The walk calls ${call}, which is not in the document.`);
  const request = structuredClone(found.request);
  request.auth = as ? bearer(as) : { type: 'noauth' };
  if (body) request.body.raw = JSON.stringify(body, null, 2);
  const kept = Object.entries(keep).map(
    ([variable, path]) => `pm.collectionVariables.set('${variable}', pm.response.json().${path});`,
  );
  const exec = [
    `pm.test('answers ${status}', () => pm.response.to.have.status(${status}));`,
    ...kept,
  ];
  return { name, request, event: [{ listen: 'test', script: { type: 'text/javascript', exec } }] };
}

const variables = {
  baseUrl: 'http://127.0.0.1:8080',
  email: '',
  password: '',
  widget_key: '',
  token: '',
};
console.log(
  JSON.stringify(
    {
      info: {
        name: 'Antiphon',
        description:
          'Fill in email, password and widget_key as `antiphon demo` prints them, then run the folder "A walk".',
        schema: collection.info.schema,
      },
      auth: bearer('token'),
      item: [{ name: 'A walk', item: walk.map(step) }, ...collection.item],
      variable: Object.entries(variables).map(([key, value]) => ({ key, value })),
    },
    null,
    2,
  ),
);
