"""After any sequence of changes the sites of a vault are those of clean builds, byte for byte."""

from hypothesis import HealthCheck, settings

from tests.oracle import SiteMachine

# The same steps every time, so that a run of all tests says the same twice; `make torture` goes on
# from here with steps of its own.
TestOracle = SiteMachine.TestCase
TestOracle.settings = settings(
    max_examples=6,
    stateful_step_count=18,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
