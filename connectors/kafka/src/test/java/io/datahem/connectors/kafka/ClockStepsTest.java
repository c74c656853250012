package io.datahem.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ClockStepsTest {
  private static final long WALL = 1_800_000_000_000L;
  private static final long START_NANOS = -7_000_000_123L;

  private final ClockSteps steps = new ClockSteps(WALL, START_NANOS);

  @Test
  void timeThatPassesIsNoStep() {
    for (int seconds = 1; seconds < 100_000; seconds *= 3) {
      assertThat(isSetBack(seconds * 1_000L, seconds * 1_000L)).isFalse();
    }
  }

  @Test
  void aStepForwardIsNoneAndTheStepBackAgainIsOne() {
    assertThat(isSetBack(600_500, 500)).isFalse();
    assertThat(isSetBack(1_000, 1_000)).isTrue();
    assertThat(isSetBack(1_500, 1_500)).isFalse();
  }

  @Test
  void aClockThatIsDrawnBackSlowlyIsNotSetBack() {
    for (int look = 1; look < 1_000; look++) {
      assertThat(isSetBack(look * 200L - look, look * 200L)).isFalse();
    }
    assertThat(isSetBack(200_000 - 1_000 - ClockSteps.TOLERATED_MILLIS - 1, 200_000)).isTrue();
  }

  private boolean isSetBack(long wallMillis, long millis) {
    return steps.isSetBack(WALL + wallMillis, START_NANOS + TimeUnit.MILLISECONDS.toNanos(millis));
  }
}
