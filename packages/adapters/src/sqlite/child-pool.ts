import { SqliteChild } from './child-process.ts';
import { MEMORY, type SqliteSettings } from './profile.ts';

/**
 * The processes of one connection: one that writes, started anew when it was ended to cancel something, and
 * readers for streams and for queries beside an open transaction.
 */
export class ChildPool {
  readonly #settings: SqliteSettings;
  readonly #readOnly: boolean;
  /** Statements that speak to a connection, for children that come later. */
  readonly #statements: string[] = [];
  readonly #readers = new Set<SqliteChild>();
  #writer: SqliteChild;
  #idleReader: SqliteChild | undefined;
  #closed = false;

  /** `writer` is a fresh child. */
  constructor(settings: SqliteSettings, readOnly: boolean, writer: SqliteChild) {
    this.#settings = settings;
    this.#readOnly = readOnly;
    this.#writer = writer;
  }

  /** Opens the database in the writer; answers with SQLite's version. */
  async open(): Promise<string> {
    return this.#prepare(this.#writer, this.#readOnly && this.#settings.file !== MEMORY ? 'look' : 'write');
  }

  async writer(): Promise<SqliteChild> {
    if (!this.#writer.usable) {
      // The old one may still have the file's lock for a moment.
      await this.#writer.gone();
      this.#writer = new SqliteChild();
      await this.open();
    }
    await this.#catchUp(this.#writer);
    return this.#writer;
  }

  killWriter(): void {
    this.#writer.kill();
  }

  async takeReader(): Promise<SqliteChild> {
    const idle = this.#idleReader;
    this.#idleReader = undefined;
    const reader = idle?.usable ? idle : new SqliteChild();
    this.#readers.add(reader);
    try {
      if (reader !== idle) await this.#prepare(reader, this.#readOnly ? 'look' : 'read');
      await this.#catchUp(reader);
    } catch (error) {
      reader.kill();
      this.#readers.delete(reader);
      throw error;
    }
    return reader;
  }

  /** One reader is kept: the next stream begins at once. */
  giveReader(reader: SqliteChild): void {
    if (!this.#readers.delete(reader)) return;
    if (reader.usable && this.#idleReader === undefined && !this.#closed) this.#idleReader = reader;
    else reader.kill();
  }

  keepForAll(sql: string, child: SqliteChild): void {
    this.#statements.push(sql);
    child.settingsApplied = this.#statements.length;
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const reader of this.#readers) reader.kill();
    await Promise.all([...this.#readers].map((reader) => reader.gone()));
    // The last one to close the file brings its write-ahead log to an end: that has to be one that may write.
    await this.#idleReader?.close();
    await this.#writer.close();
  }

  async #prepare(child: SqliteChild, mode: 'write' | 'read' | 'look'): Promise<string> {
    const { file, attach, extensions } = this.#settings;
    return (await child.ask({ op: 'open', file, attach, extensions, mode })).version;
  }

  async #catchUp(child: SqliteChild): Promise<void> {
    while (child.settingsApplied < this.#statements.length) {
      await child.ask({ op: 'execute', sql: this.#statements[child.settingsApplied]!, parameters: [] });
      child.settingsApplied++;
    }
  }
}
