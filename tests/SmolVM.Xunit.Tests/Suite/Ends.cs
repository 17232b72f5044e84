namespace Suite;
