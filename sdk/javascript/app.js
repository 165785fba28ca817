// Stands between the host and the lens: the functions of the contract, around the functions of ../lens.js.

import * as sdk from "./stemedb.js";
import * as lens from "../lens.js";
import * as values from "stemedb:lens/values@0.1.0";

function called(context, rows, work) {
  return sdk.guarded(() => {
    const own = sdk.described(lens.describe());
    return work(new sdk.Context(context, own, values), new sdk.Rows(rows, own));
  });
}

export function describe() {
  return sdk.guarded(() => sdk.described(lens.describe()));
}

export function resolve(context, rows) {
  return called(context, rows, (own, batch) => sdk.resolved(lens.resolve(own, batch)));
}

export function weigh(context, rows) {
  return called(context, rows, (own, batch) => sdk.staged(lens.weigh(own, batch)));
}

export function adjust(context, rows, found) {
  return called(context, rows, (own, batch) => sdk.resolved(lens.adjust(own, batch, sdk.given(found))));
}

export function estimate(context, rows) {
  return called(context, rows, (own, batch) => sdk.estimated(lens.estimate(own, batch)));
}
