"""What an operator needs: logs, metrics, traces, health, audit."""
