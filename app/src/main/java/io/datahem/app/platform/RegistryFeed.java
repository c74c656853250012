package io.datahem.app.platform;

import io.datahem.contracts.ContractSnapshot;
import io.datahem.pipeline.ContractFeed;
import io.datahem.registry.client.RegistryClient;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Live contracts over the registry's REST API.
 *
 * @param url where the registry is
 */
public record RegistryFeed(String url) implements ContractFeed {
  private static final long serialVersionUID = 1L;

  @Override
  public Session open() {
    RegistryClient client = new RegistryClient(url);
    return new Session() {
      @Override
      public @Nullable ContractSnapshot next(long after, Duration wait) {
        return client.snapshot(after, wait);
      }

      @Override
      public void close() {}
    };
  }
}
