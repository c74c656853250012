package io.datahem.pipeline;

import io.datahem.contracts.ContractSnapshot;
import java.io.Serializable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Where live contracts come from. A serialisable value; opened on the worker. */
public interface ContractFeed extends Serializable {

  /** Opens a session; thread-safe. */
  Session open();

  /** Asks for contracts. */
  interface Session extends AutoCloseable {

    /**
     * Waits until there is something newer.
     *
     * @param after the generation that is known, 0 for none
     * @param wait how long to wait at most; zero for an answer at once
     * @return what is live now; null when nothing is newer
     * @throws RuntimeException when the registry cannot be asked
     */
    @Nullable ContractSnapshot next(long after, Duration wait);

    @Override
    void close();
  }
}
