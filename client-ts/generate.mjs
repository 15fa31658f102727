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
// Not among the package's own: a mirror of the registry that lacks one of buf's many systems would fail "npm ci".
const tools = join(import.meta.dirname, 'dist', 'buf');
const npm = ['install', '--silent', '--no-audit', '--no-fund', '--prefix', tools, '@bufbuild/buf@1.75.0'];
execFileSync('npm', npm, { stdio: 'inherit' });
execFileSync(join(tools, 'node_modules', '.bin', 'buf'), ['generate', workspace, '--path', join(workspace, 'ours', 'makolet')], {
  cwd: import.meta.dirname,
  stdio: 'inherit',
});
