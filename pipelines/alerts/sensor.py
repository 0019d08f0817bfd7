"""The sensor that looks every minute whether there is something to tell."""

import dagster as dg

EVERY = 60  # seconds


def alert_sensor(data: str) -> dg.SensorDefinition:
    """A sensor without runs of its own: its log and the webhook are what it is for."""

    @dg.sensor(
        name="alerts",
        minimum_interval_seconds=EVERY,
        description="Tells by log and webhook when a night failed, is late, held back or worse, and when that is over.",
        default_status=dg.DefaultSensorStatus.RUNNING,
    )
    def alerts(context: dg.SensorEvaluationContext) -> dg.SkipReason:
        from pipelines.alerts.look import look

        messages = look(data, context.instance, context.log, scheduled=True)
        return dg.SkipReason(" ".join(messages) or "nothing new")

    return alerts
