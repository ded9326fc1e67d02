"""The oracle at length: other steps every time; what fails is told as steps to run again."""

from hypothesis import HealthCheck, settings

from tests.oracle import SiteMachine

EXAMPLES, STEPS = 30, 40


class Machine(SiteMachine):
    """The same machine; pytest wants a class of its own for settings of its own."""


TestOracleAtLength = Machine.TestCase
TestOracleAtLength.settings = settings(
    max_examples=EXAMPLES,
    stateful_step_count=STEPS,
    database=None,
    deadline=None,
    print_blob=True,
    suppress_health_check=list(HealthCheck),
)
