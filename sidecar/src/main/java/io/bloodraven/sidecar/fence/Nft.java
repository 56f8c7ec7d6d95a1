package io.bloodraven.sidecar.fence;

/** Changes the packet filter of the own network namespace. */
public interface Nft {
  /**
   * Carries all the commands out, or none of them.
   *
   * @return what it printed
   * @throws NftException when they were refused, or not answered in time
   */
  String run(String commands, long limitMillis) throws NftException, InterruptedException;
}
