// Zips read by another implementation than the one that wrote them: Python's zipfile.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface Listed {
  name: string;
  mode: number;
  size: number;
}

const list = `
import json, sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as file:
    assert file.testzip() is None
    print(json.dumps([{"name": one.filename, "mode": one.external_attr >> 16, "size": one.file_size} for one in file.infolist()]))
`;
const extract = `
import os, sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as file:
    for one in file.infolist():
        os.chmod(file.extract(one, sys.argv[2]), one.external_attr >> 16 & 0o777)
`;

/** What is in a zip whose checksums hold. */
export const entries = async (zip: string): Promise<Listed[]> =>
  JSON.parse((await run('python3', ['-c', list, zip])).stdout) as Listed[];

/** Unpacks a zip with the modes it records. */
export const unzip = async (zip: string, folder: string): Promise<void> => {
  await run('python3', ['-c', extract, zip, folder]);
};
