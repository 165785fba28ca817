"""Stands between the host and the lens: the functions of the contract, around the functions of the module `lens`."""

from typing import Any, Callable, TypeVar

import stemedb_sdk as sdk

sdk.guard()

import lens  # noqa: E402
import wit_world  # noqa: E402
from componentize_py_types import Err  # noqa: E402
from wit_world.imports import types, values  # noqa: E402

T = TypeVar("T")

_INTERNAL = 4


def _guarded(work: Callable[[], T]) -> T:
    """Whatever the lens raises becomes the contract's error, with its words."""
    try:
        return work()
    except sdk.Refusal as refusal:
        error = types.Error(refusal.code, refusal.message)
    except Exception as failure:
        error = types.Error(_INTERNAL, f"the lens failed {_place(failure)} with {type(failure).__name__}: {failure}")
    raise Err(error)


def _place(failure: BaseException) -> str:
    """Where it was raised. Not with the module traceback, which reads source files, and there are none."""
    at = failure.__traceback__
    while at is not None and at.tb_next is not None:
        at = at.tb_next
    if at is None:
        return "somewhere"
    return f"at {at.tb_frame.f_code.co_filename.rsplit('/', 1)[-1]}:{at.tb_lineno}"


def _default(param: sdk.Param) -> Any:
    if param.kind == "flag":
        return types.ParamValue_Flag(param.default)
    if param.kind == "text":
        return types.ParamValue_Text(param.default)
    return types.ParamValue_Number(param.default)


def _described(own: sdk.Description) -> Any:
    params = [
        types.ParamSpec(param.name, types.ParamKind[param.kind.upper()], _default(param), param.min, param.max, param.help)
        for param in own.params
    ]
    return types.Description(own.id, own.version, own.title, own.u32_columns, own.f64_columns, params, own.laws)


def _resolved(found: sdk.Resolutions) -> Any:
    shares, parts = found.shares, found.parts
    return types.Resolutions(
        sdk.whole(found.winners, "winners"),
        sdk.floats(found.confidences, "confidences"),
        sdk.floats(found.conflicts, "conflicts"),
        sdk.whole(found.statuses, "statuses"),
        types.Shares(
            sdk.whole(shares.offsets, "shares.offsets"),
            sdk.whole(shares.classes, "shares.classes"),
            sdk.floats(shares.shares, "shares.shares"),
        ),
        types.Parts(
            sdk.whole(parts.offsets, "parts.offsets"),
            sdk.whole(parts.labels, "parts.labels"),
            sdk.whole(parts.winners, "parts.winners"),
            sdk.floats(parts.confidences, "parts.confidences"),
            sdk.floats(parts.conflicts, "parts.conflicts"),
            sdk.whole(parts.counts, "parts.counts"),
        ),
    )


def _found(given: Any) -> sdk.Resolutions:
    shares, parts = given.shares, given.parts
    return sdk.Resolutions(
        given.winners,
        given.confidences,
        given.conflicts,
        given.statuses,
        sdk.Shares(shares.offsets, shares.classes, shares.shares),
        sdk.Parts(parts.offsets, parts.labels, parts.winners, parts.confidences, parts.conflicts, parts.counts),
    )


def _staged(own: sdk.Staged) -> Any:
    entries = sorted(own.supports)
    return types.Staged(
        sdk.floats(own.weights, "weights"),
        sdk.whole(own.classes, "classes"),
        types.Supports(
            sdk.whole([entry[0] for entry in entries], "supports.groups"),
            sdk.whole([entry[1] for entry in entries], "supports.sources"),
            sdk.whole([entry[2] for entry in entries], "supports.targets"),
            sdk.floats([entry[3] for entry in entries], "supports.strengths"),
        ),
    )


def _estimated(own: sdk.Estimates) -> Any:
    return types.Estimates(
        sdk.floats(own.weights, "weights"),
        sdk.floats(own.probabilities, "probabilities"),
        sdk.whole([own.rounds], "rounds")[0],
    )


def _call(ctx: Any, rows: Any, work: Callable[[sdk.Context, sdk.Rows], T]) -> T:
    def called() -> T:
        own = lens.describe()
        params = {spec.name: given.value for spec, given in zip(own.params, ctx.params)}
        columns = dict(zip(own.u32_columns, rows.u32_columns))
        columns.update(zip(own.f64_columns, rows.f64_columns))
        return work(sdk.Context(ctx.as_of, params, values.texts), sdk.Rows(rows.offsets, columns))

    return _guarded(called)


class WitWorld(wit_world.WitWorld):
    """The functions of all worlds; a component exports those of its own."""

    def describe(self) -> Any:
        return _guarded(lambda: _described(lens.describe()))

    def resolve(self, ctx: Any, rows: Any) -> Any:
        return _call(ctx, rows, lambda own, batch: _resolved(lens.resolve(own, batch)))

    def weigh(self, ctx: Any, rows: Any) -> Any:
        return _call(ctx, rows, lambda own, batch: _staged(lens.weigh(own, batch)))

    def adjust(self, ctx: Any, rows: Any, found: Any) -> Any:
        return _call(ctx, rows, lambda own, batch: _resolved(lens.adjust(own, batch, _found(found))))

    def estimate(self, ctx: Any, rows: Any) -> Any:
        return _call(ctx, rows, lambda own, batch: _estimated(lens.estimate(own, batch)))
