// Writes src/gen from the protos. Those that ours import are where a build of schemas/proto has put them.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const schemas = join(import.meta.dirname, '..', 'schemas', 'proto');
const built = join(schemas, 'target', 'protobuf-maven-plugin');
const folders = existsSync(built) ? readdirSync(built, { recursive: true }) : [];
const google = folders.find(folder => /proto-google-common-protos-[^/]*$/.test(folder));
if (!google) {
  console.error(`no proto-google-common-protos in ${built}, expected a build of schemas/proto before`);
  process.exit(1);
}

// A workspace of our protos and those that they import: buf takes no folder from outside of it.
const workspace = join(import.meta.dirname, 'dist', 'protos');
rmSync(workspace, { recursive: true, force: true });
cpSync(join(schemas, 'src', 'main', 'proto'), join(workspace, 'ours'), { recursive: true });
cpSync(join(built, google), join(workspace, 'others'), { recursive: true });
writeFileSync(join(workspace, 'buf.yaml'), 'version: v2\nmodules: [{path: ours}, {path: others}]\n');
execFileSync('buf', ['generate', workspace, '--path', join(workspace, 'ours', 'makolet')], {
  cwd: import.meta.dirname,
  stdio: 'inherit',
});
