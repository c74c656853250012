// Clients of schema registries, as npm has them, against a registry that runs.
//
//   node clients.js REGISTRY_URL DIRECTORY
//
// DIRECTORY holds shop.desc (a FileDescriptorSet of the pushed contract) and typed.bin (an event of
// it as a typed stream has it); consumed.json and produced.bin are written there. Ends with 0 when
// every step went as it should.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  create,
  createFileRegistry,
  createMutableRegistry,
  fromBinary,
  toBinary,
  toJson,
} from '@bufbuild/protobuf';
import {
  FileDescriptorProtoSchema,
  FileDescriptorSetSchema,
} from '@bufbuild/protobuf/wkt';
import confluent from '@confluentinc/schemaregistry';
import kafkajs from '@kafkajs/confluent-schema-registry';

const [url, directory] = process.argv.slice(2);
const file = (name) => join(directory, name);
const { SchemaRegistryClient, ProtobufSerializer, ProtobufDeserializer, SerdeType } = confluent;

const HEAD = 'syntax = "proto3";\npackage interop;\n\n';
const ONE = `${HEAD}message One {\n  string id = 1;\n}\n`;
const TWO = `${HEAD}message One {\n  string id = 1;\n  int64 count = 2;\n}\n`;
const BROKEN = `${HEAD}message One {\n  bool id = 1;\n}\n`;

const protobuf = (schema, references = []) => ({ schemaType: 'PROTOBUF', schema, references });
const official = () => SchemaRegistryClient.newClient({ baseURLs: [url], maxRetries: 0 });

async function refused(promise, status, code) {
  const error = await promise.then(
    () => assert.fail(`expected ${code}`),
    (e) => e,
  );
  assert.equal(error.status, status, String(error));
  if (error.errorCode !== undefined) {
    assert.equal(error.errorCode, code, String(error));
  }
  return error;
}

const steps = {
  async 'official: register, look up, evolve'() {
    const client = official();
    const id = await client.register('one-value', protobuf(ONE));
    assert.equal(await client.register('one-value', protobuf(ONE)), id);
    assert.equal(await official().getId('one-value', protobuf(ONE)), id);
    assert.equal((await client.getBySubjectAndId('one-value', id)).schema, ONE);
    assert.equal(await client.getVersion('one-value', protobuf(ONE)), 1);
    assert.equal(await client.testSubjectCompatibility('one-value', protobuf(TWO)), true);
    const second = await client.register('one-value', protobuf(TWO), true);
    assert.notEqual(second, id);
    assert.deepEqual(await client.getAllVersions('one-value'), [1, 2]);
    assert.equal((await client.getLatestSchemaMetadata('one-value')).version, 2);
    assert.equal((await client.getSchemaMetadata('one-value', 1)).id, id);
    assert.ok((await client.getAllSubjects()).includes('one-value'));
  },

  async 'official: a breaking change is refused with 409'() {
    const client = official();
    assert.equal(await client.testSubjectCompatibility('one-value', protobuf(BROKEN)), false);
    assert.equal(await client.testCompatibility('one-value', 1, protobuf(BROKEN)), false);
    const error = await refused(client.register('one-value', protobuf(BROKEN)), 409, 40901);
    assert.match(error.message, /interop\.One/);
    await refused(client.register('one-value', protobuf('message {')), 422, 42201);
    await refused(client.register('one-value', { schemaType: 'AVRO', schema: '{}' }), 422, 42201);
    await refused(client.getLatestSchemaMetadata('nope'), 404, 40401);
  },

  async 'official: levels'() {
    const client = official();
    assert.equal(await client.getDefaultCompatibility(), 'BACKWARD');
    await refused(client.getCompatibility('one-value'), 404, 40408);
    assert.equal(await client.updateCompatibility('one-value', 'NONE'), 'NONE');
    assert.equal(await client.getCompatibility('one-value'), 'NONE');
    await client.register('one-value', protobuf(BROKEN));
    assert.deepEqual(await client.getAllVersions('one-value'), [1, 2, 3]);
  },

  async 'official: metadata, rules and guids'() {
    const client = official();
    const full = {
      ...protobuf(ONE),
      metadata: { properties: { owner: 'tests' } },
      ruleSet: { domainRules: [{ name: 'r', kind: 'CONDITION', mode: 'WRITE', type: 'CEL' }] },
    };
    const registered = await client.registerFullResponse('meta-value', full);
    const found = await client.getLatestWithMetadata('meta-value', { owner: 'tests' });
    assert.equal(found.id, registered.id);
    assert.deepEqual(found.metadata, full.metadata);
    assert.deepEqual(found.ruleSet, full.ruleSet);
    assert.equal((await client.getByGuid(registered.guid)).schema, ONE);
    await refused(client.getLatestWithMetadata('meta-value', { owner: 'x' }), 404, 40403);
  },

  async 'official: serializer and deserializer, references, message indexes'() {
    const shop = createFileRegistry(
      fromBinary(FileDescriptorSetSchema, readFileSync(file('shop.desc'))),
    );
    const registry = createMutableRegistry(...shop);
    const order = shop.getMessage('shop.v1.Order');
    const refund = shop.getMessage('shop.v1.Order.Line.Refund');
    const client = official();
    const serializer = new ProtobufSerializer(client, SerdeType.VALUE, {
      autoRegisterSchemas: true,
      registry,
    });
    const deserializer = new ProtobufDeserializer(official(), SerdeType.VALUE, {});

    const sent = create(order, {
      id: 'a',
      total: { amount: 1.5 },
      lines: [{ sku: 's', quantity: 3n }],
    });
    const bytes = await serializer.serialize('copy', sent);
    const read = await deserializer.deserialize('copy', bytes);
    assert.deepEqual(toJson(order, read), toJson(order, sent));
    assert.equal(bytes[5], 0, 'the first message has the short index');

    const nested = await serializer.serialize('refunds', create(refund, { reason: 'late' }));
    assert.deepEqual([...nested.subarray(5, 9)], [6, 0, 0, 2], 'zig-zag: 3 indexes, 0, 0, 1');
    const back = await deserializer.deserialize('refunds', nested);
    assert.equal(back.$typeName, 'shop.v1.Order.Line.Refund');
    assert.equal(back.reason, 'late');

    const latest = await client.getLatestSchemaMetadata('copy-value', 'serialized');
    assert.deepEqual(
      latest.references.map((reference) => reference.subject).sort(),
      ['datahem/contract.proto', 'shop/v1/money.proto'],
    );
    assert.equal(bytes.readInt32BE(1), latest.id);
    const own = fromBinary(FileDescriptorProtoSchema, Buffer.from(latest.schema, 'base64'));
    assert.equal(own.name, 'shop/v1/order.proto');
    const contract = await client.getLatestSchemaMetadata('order-value');
    assert.equal(contract.id, latest.id, 'what a client generated is the contract itself');
  },

  async 'official: reads and writes typed streams'() {
    const deserializer = new ProtobufDeserializer(official(), SerdeType.VALUE, {});
    const event = await deserializer.deserialize('order', readFileSync(file('typed.bin')));
    assert.equal(event.$typeName, 'shop.v1.Order');
    writeFileSync(
      file('consumed.json'),
      JSON.stringify({ id: event.id, amount: event.total.amount, lines: event.lines.length }),
    );

    const shop = createFileRegistry(
      fromBinary(FileDescriptorSetSchema, readFileSync(file('shop.desc'))),
    );
    const order = shop.getMessage('shop.v1.Order');
    const conf = { registry: createMutableRegistry(...shop) };
    const message = create(order, { id: 'from-js', total: { amount: 2.5 } });
    const lookUp = await new ProtobufSerializer(official(), SerdeType.VALUE, {
      ...conf,
      autoRegisterSchemas: false,
    }).serialize('order', message);
    const latest = await new ProtobufSerializer(official(), SerdeType.VALUE, {
      ...conf,
      autoRegisterSchemas: false,
      useLatestVersion: true,
    }).serialize('order', message);
    const registering = await new ProtobufSerializer(official(), SerdeType.VALUE, {
      ...conf,
      autoRegisterSchemas: true,
    }).serialize('order', message);
    assert.deepEqual(lookUp, latest);
    assert.deepEqual(registering, latest);
    assert.deepEqual(await official().getAllVersions('order-value'), [1]);
    await refused(official().register('order-value', protobuf(ONE)), 422, 42205);
    writeFileSync(file('produced.bin'), latest);
  },

  async 'official: ids in headers'() {
    const shop = createFileRegistry(
      fromBinary(FileDescriptorSetSchema, readFileSync(file('shop.desc'))),
    );
    const money = shop.getMessage('shop.v1.Money');
    const headers = {};
    const bytes = await new ProtobufSerializer(official(), SerdeType.VALUE, {
      autoRegisterSchemas: true,
      registry: createMutableRegistry(...shop),
      schemaIdSerializer: confluent.HeaderSchemaIdSerializer,
    }).serialize('money', create(money, { amount: 7 }), headers);
    assert.deepEqual([...bytes], [...toBinary(money, create(money, { amount: 7 }))]);
    const read = await new ProtobufDeserializer(official(), SerdeType.VALUE, {
      schemaIdDeserializer: confluent.DualSchemaIdDeserializer,
    }).deserialize('money', bytes, headers);
    assert.equal(read.amount, 7);
  },

  async 'official: deletes'() {
    const client = official();
    const part = `${HEAD}message Part {\n  string id = 1;\n}\n`;
    const whole = `${HEAD}import "part.proto";\nmessage Whole {\n  Part part = 1;\n}\n`;
    await client.register('part.proto', protobuf(part));
    const reference = { name: 'part.proto', subject: 'part.proto', version: 1 };
    await client.register('whole-value', protobuf(whole, [reference]));
    await refused(client.deleteSubject('part.proto'), 422, 42206);
    assert.equal(await client.deleteSubjectVersion('one-value', 3), 3);
    assert.deepEqual(await client.getAllVersions('one-value'), [1, 2]);
    await refused(client.deleteSubject('one-value', true), 404, 40405);
    assert.deepEqual(await client.deleteSubject('one-value'), [1, 2]);
    assert.deepEqual(await client.deleteSubject('one-value', true), [1, 2, 3]);
    await refused(client.deleteSubject('one-value'), 404, 40401);
    assert.deepEqual(await client.deleteSubject('whole-value'), [1]);
    assert.deepEqual(await client.deleteSubject('part.proto'), [1]);
    await refused(client.deleteSubject('order-value'), 422, 42205);
  },

  async 'kafkajs: register, encode, decode, evolve'() {
    const registry = new kafkajs.SchemaRegistry({ host: url, retry: { retries: 0 } });
    const type = kafkajs.SchemaType.PROTOBUF;
    const { id } = await registry.register({ type, schema: ONE }, { subject: 'kafkajs-value' });
    const again = await registry.register({ type, schema: ONE }, { subject: 'kafkajs-value' });
    assert.equal(again.id, id);
    assert.equal(await registry.getLatestSchemaId('kafkajs-value'), id);
    assert.equal(await registry.getRegistryId('kafkajs-value', 1), id);
    assert.equal(await registry.getRegistryIdBySchema('kafkajs-value', { type, schema: ONE }), id);
    const bytes = await registry.encode(id, { id: 'x' });
    assert.equal((await registry.decode(bytes)).id, 'x');
    const second = await registry.register({ type, schema: TWO }, { subject: 'kafkajs-value' });
    assert.notEqual(second.id, id);
    await refused(
      registry.register({ type, schema: BROKEN }, { subject: 'kafkajs-value' }),
      409,
      40901,
    );
  },

  async 'kafkajs: references'() {
    const registry = new kafkajs.SchemaRegistry({ host: url, retry: { retries: 0 } });
    const type = kafkajs.SchemaType.PROTOBUF;
    const whole = `${HEAD}import "one.proto";\nmessage All {\n  One one = 1;\n}\n`;
    await registry.register({ type, schema: ONE }, { subject: 'one.proto' });
    const references = [{ name: 'one.proto', subject: 'one.proto', version: 1 }];
    const { id } = await registry.register(
      { type, schema: whole, references },
      { subject: 'all-value' },
    );
    const fresh = new kafkajs.SchemaRegistry({ host: url });
    const bytes = await fresh.encode(id, { one: { id: 'x' } });
    assert.equal((await fresh.decode(bytes)).one.id, 'x');
  },

  async 'kafkajs: reads typed streams'() {
    const registry = new kafkajs.SchemaRegistry({ host: url });
    const event = await registry.decode(readFileSync(file('typed.bin')));
    assert.equal(event.id, 'from-datahem');
    assert.equal(event.total.amount, 9.5);
  },
};

for (const [name, step] of Object.entries(steps)) {
  try {
    await step();
    console.log(`ok ${name}`);
  } catch (error) {
    console.log(`FAILED ${name}`);
    console.log(error);
    process.exitCode = 1;
  }
}
