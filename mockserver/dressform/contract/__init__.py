"""An OpenAPI document made ready to route, to validate and to check with."""

from dressform.contract.document import Contract, Operation, Parameter, load
from dressform.contract.schema import Schema, Shape, coerce

__all__ = ["Contract", "Operation", "Parameter", "Schema", "Shape", "coerce", "load"]
